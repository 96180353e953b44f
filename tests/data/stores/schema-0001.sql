PRAGMA application_id = 1280074084;
BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0001');
CREATE TABLE change (
	owner TEXT NOT NULL, 
	number BIGINT NOT NULL, 
	CONSTRAINT pk_change PRIMARY KEY (owner)
);
INSERT INTO "change" VALUES('me',1795165620000);
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
CREATE TABLE mark (
	owner TEXT NOT NULL, 
	target_id TEXT NOT NULL, 
	marked_at VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_mark PRIMARY KEY (owner, target_id)
);
INSERT INTO "mark" VALUES('me','quality-improvement.2.a','2026-11-20T09:07:00.000000+00:00');
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
COMMIT;
