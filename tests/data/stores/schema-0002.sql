PRAGMA application_id = 1280074084;
BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0002');
CREATE TABLE attachment (
	owner TEXT NOT NULL, 
	id VARCHAR(32) NOT NULL, 
	entry_id VARCHAR(32) NOT NULL, 
	name TEXT NOT NULL, 
	kind VARCHAR(8) NOT NULL, 
	size INTEGER NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	removed TEXT NOT NULL, 
	found TEXT NOT NULL, 
	added_at VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_attachment PRIMARY KEY (owner, id), 
	CONSTRAINT fk_attachment_entry FOREIGN KEY(owner, entry_id) REFERENCES entry (owner, id), 
	CONSTRAINT fk_attachment_blob FOREIGN KEY(owner, digest) REFERENCES blob (owner, digest)
);
INSERT INTO "attachment" VALUES('me','860a1dc339db4761bf830391feedf8d8','00000000000000000000000000000002','chart.png','png',18,'bb96d6d371ea7977d63407ea01eebecd1c97deb355a8b6e1741802495e645dd6','["the place"]','[]','2026-11-21T09:00:03.000000+00:00');
CREATE TABLE blob (
	owner TEXT NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	data BLOB NOT NULL, 
	CONSTRAINT pk_blob PRIMARY KEY (owner, digest)
);
INSERT INTO "blob" VALUES('me','bb96d6d371ea7977d63407ea01eebecd1c97deb355a8b6e1741802495e645dd6',X'89504E47206E6F7420726561642068657265');
CREATE TABLE change (
	owner TEXT NOT NULL, 
	number BIGINT NOT NULL, 
	CONSTRAINT pk_change PRIMARY KEY (owner)
);
INSERT INTO "change" VALUES('me',1795251604000);
CREATE TABLE entry (
	owner TEXT NOT NULL, 
	id VARCHAR(32) NOT NULL, 
	head INTEGER NOT NULL, 
	created_at VARCHAR(32) NOT NULL, 
	deleted_at VARCHAR(32), 
	CONSTRAINT pk_entry PRIMARY KEY (owner, id)
);
INSERT INTO "entry" VALUES('me','00000000000000000000000000000001',2,'2026-11-20T09:02:00.000000+00:00',NULL);
INSERT INTO "entry" VALUES('me','00000000000000000000000000000002',1,'2026-11-20T09:04:00.000000+00:00',NULL);
INSERT INTO "entry" VALUES('me','00000000000000000000000000000003',1,'2026-11-20T09:05:00.000000+00:00','2026-11-20T09:06:00.000000+00:00');
CREATE TABLE kept (
	owner TEXT NOT NULL, 
	entry_id VARCHAR(32) NOT NULL, 
	code VARCHAR(32) NOT NULL, 
	digest VARCHAR(32) NOT NULL, 
	reason TEXT NOT NULL, 
	kept_at VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_kept PRIMARY KEY (owner, entry_id, code, digest), 
	CONSTRAINT fk_kept_entry FOREIGN KEY(owner, entry_id) REFERENCES entry (owner, id)
);
INSERT INTO "kept" VALUES('me','00000000000000000000000000000002','name','00000000000000000000000000000000','Invented','2026-11-21T09:00:02.000000+00:00');
CREATE TABLE mark (
	owner TEXT NOT NULL, 
	target_id TEXT NOT NULL, 
	marked_at VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_mark PRIMARY KEY (owner, target_id)
);
INSERT INTO "mark" VALUES('me','quality-improvement.2.a','2026-11-20T09:07:00.000000+00:00');
INSERT INTO "mark" VALUES('me','pinned/00000000000000000000000000000002','2026-11-21T09:00:04.000000+00:00');
CREATE TABLE profile (
	owner TEXT NOT NULL, 
	data TEXT NOT NULL, 
	written_at VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_profile PRIMARY KEY (owner)
);
INSERT INTO "profile" VALUES('me','{"programme":"general-practice","route":"standard","grade":"ST2","start":"2026-08-05","wte":0.8,"nation":"england","platform":"neutral","out":[],"reached":[],"next-arcp":null}','2026-11-20T09:01:00.000000+00:00');
CREATE TABLE revision (
	owner TEXT NOT NULL, 
	entry_id VARCHAR(32) NOT NULL, 
	number INTEGER NOT NULL, 
	writer VARCHAR(64) NOT NULL, 
	seq BIGINT NOT NULL, 
	state VARCHAR(8) NOT NULL, 
	content TEXT NOT NULL, 
	written_at VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_revision PRIMARY KEY (owner, entry_id, number), 
	CONSTRAINT fk_revision_entry FOREIGN KEY(owner, entry_id) REFERENCES entry (owner, id), 
	CONSTRAINT ck_revision_state CHECK (state in ('draft', 'final'))
);
INSERT INTO "revision" VALUES('me','00000000000000000000000000000001',1,'w1',3,'draft','{"title":"Title one","happened-on":"2026-11-19","model":"what-so-what-now-what","answers":[{"prompt":"what","text":"Marmalade one"},{"prompt":"so-what","text":"It''s \"quoted\" — ünïcode"}],"targets":["quality-improvement.2.a"],"capabilities":[{"code":"GP 9","because":"Because of toffee"}],"tags":["handover"],"ladder":"0.3.0"}','2026-11-20T09:02:00.000000+00:00');
INSERT INTO "revision" VALUES('me','00000000000000000000000000000001',2,'w2',1,'final','{"title":"Title two","happened-on":"2026-11-19","model":"what-so-what-now-what","answers":[{"prompt":"what","text":"Marmalade two"},{"prompt":"so-what","text":"It''s \"quoted\" — ünïcode"}],"targets":["quality-improvement.2.a"],"capabilities":[{"code":"GP 9","because":"Because of toffee"}],"tags":["handover"],"ladder":"0.3.0"}','2026-11-20T09:03:00.000000+00:00');
INSERT INTO "revision" VALUES('me','00000000000000000000000000000002',1,'w1',9,'draft','{"title":"Title three","happened-on":"2026-11-19","model":"what-so-what-now-what","answers":[{"prompt":"what","text":"Marmalade three"},{"prompt":"so-what","text":"It''s \"quoted\" — ünïcode"}],"targets":["quality-improvement.2.a"],"capabilities":[{"code":"GP 9","because":"Because of toffee"}],"tags":["handover"],"ladder":"0.3.0"}','2026-11-20T09:04:00.000000+00:00');
INSERT INTO "revision" VALUES('me','00000000000000000000000000000003',1,'w1',9,'draft','{"title":"Title deleted","happened-on":"2026-11-19","model":"what-so-what-now-what","answers":[{"prompt":"what","text":"Marmalade deleted"},{"prompt":"so-what","text":"It''s \"quoted\" — ünïcode"}],"targets":["quality-improvement.2.a"],"capabilities":[{"code":"GP 9","because":"Because of toffee"}],"tags":["handover"],"ladder":"0.3.0"}','2026-11-20T09:05:00.000000+00:00');
CREATE TABLE search_entry (number INTEGER NOT NULL PRIMARY KEY, owner TEXT NOT NULL, entry_id VARCHAR(32) NOT NULL, UNIQUE (owner, entry_id));
INSERT INTO "search_entry" VALUES(1,'me','00000000000000000000000000000001');
INSERT INTO "search_entry" VALUES(2,'me','00000000000000000000000000000002');
INSERT INTO "search_entry" VALUES(3,'me','00000000000000000000000000000003');
CREATE VIRTUAL TABLE search_words USING fts5(words, tokenize = 'unicode61 remove_diacritics 2');
INSERT INTO search_words (rowid, words) VALUES(1,'Title two
handover
Marmalade two
It''s "quoted" — ünïcode
GP 9 Because of toffee');
INSERT INTO search_words (rowid, words) VALUES(2,'Title three
handover
Marmalade three
It''s "quoted" — ünïcode
GP 9 Because of toffee');
INSERT INTO search_words (rowid, words) VALUES(3,'Title deleted
handover
Marmalade deleted
It''s "quoted" — ünïcode
GP 9 Because of toffee');
COMMIT;
