"""The words around a name: titles before it, and what only a person does, has or is."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """The words of a text, as a set."""
    return frozenset(text.split())


TITLES = words("mr mrs mx messrs dr drs prof professor mister mme")
"""Whatever follows these is a name, in capitals or not."""
PATIENT_TITLES = words("mr mrs mx ms miss master mister mme messrs")
SOFT_TITLES = words(
    "ms miss master doctor sir dame lady lord rev revd reverend sister nurse matron midwife sr fr "
    "flt lt cpl maj col capt cdr ldr wg sqn father pastor imam rabbi canon bishop auntie aunty "
    "aunt uncle nan nana grandma granny grandad grandpa cllr councillor captain sergeant sgt major "
    "colonel constable inspector pc dc judge justice ssn sn rn"
)
"""These are words of their own as well: a name with a capital must follow."""
NOT_AFTER_TITLES = words(
    "said says will may can could would should might must was is are were has had have did does "
    "do and or who that which came went to in on at of for from with by the a an my our his her "
    "their your this i we he she they it as so then told asked saw also not just if when where "
    "but no any some only now there here rang called about be been being over up down out off "
    "per via into after before patient patients on-call named round notes list clinic surgeries "
    "visit visits appointment letter letters google bean men"
)
FUNCTION_WORDS = words(
    "i me my mine we us our you your he him his she her hers it its they them their who whom "
    "whose which what that this these those each every either neither both all any some none no "
    "not nor only own same such than too very here there where when why how once again further "
    "then now ever never always often since because although though however therefore moreover "
    "while until after before during about above across against along among around at behind "
    "below beneath beside besides between beyond by down for from in inside into like near of "
    "off on onto out outside over past round through to toward towards under up upon via with "
    "within without as if unless so but and or be am is are was were been being have has had "
    "having do does did doing done shall should can could might must ought need go goes get "
    "gets got let lets see come came make made say said says well yes ok okay one two three "
    "four five six seven eight nine ten everyone someone anyone nobody noone another other "
    "others more most much many few less least also just even still yet already way new old "
    "good long first last next hi hey hello dear thank thanks sorry please use ask tell try "
    "keep put run ran sat sit win won day days week time times today tomorrow yesterday tonight "
    "work works home care plan plans team staff ward wards bed beds bay bays room"
)
"""With a capital these begin a sentence or stand in a heading; a title must say otherwise."""
PARTICLES = words(
    "de del della dela der den di da das do dos du la le van von vander ter ten el al bin ibn "
    "bint ben abu ap ab ferch mac mc st san santa"
)
FAMILY = words(
    "daughter daughters son sons mother mothers mum mummy mam mom father fathers dad daddy "
    "parent parents brother brothers sister sisters husband wife partner spouse fiance fiancee "
    "girlfriend boyfriend aunt auntie uncle nephew niece cousin grandmother grandfather grandma "
    "grandad nan granny gran nana grandson granddaughter stepson stepdaughter stepfather "
    "stepmother widow widower twin twins baby child children toddler newborn carer carers "
    "neighbour neighbours friend friends flatmate housemate relative relatives family families "
    "guardian girl boy infant"
)
ROLES = words(
    "patient patients pt resident client lady gentleman man woman consultant consultants "
    "registrar registrars supervisor supervisors colleague colleagues doctor doctors nurse "
    "nurses sister matron manager managers mentor coach tutor trainer trainers trainee trainees "
    "student students midwife physio physiotherapist pharmacist surgeon anaesthetist dentist "
    "hygienist therapist secretary receptionist porter hca sho shos reg regs intern locum "
    "fellow junior senior boss lead director chair appraiser examiner coordinator paramedic "
    "psychiatrist paediatrician geriatrician radiologist microbiologist registrar's "
    "radiographer intensivist pathologist physician obstetrician gp gps interpreter chaplain "
    "officer operator partner educator f1 f2 fy1 fy2 st1 st2 st3 st4 st5 st6 st7 st8 ct1 ct2 "
    "ct3 imt1 imt2 imt3 dct dct1 dct2 dct3 clerk assistant associate practitioner facilitator "
    "counsellor psychologist worker dietitian technician cardiologist haematologist oncologist "
    "neurologist nephrologist urologist orthodontist periodontist cleaner housekeeper volunteer "
    "undertaker coroner policeman policewoman constable carer author bloke guy chap girl boy "
    "lad person somebody someone phlebotomist ward-clerk teammate co-lead predecessor successor "
    "deputy buddy"
)
SPEECH = words(
    "argued grinned frowned gasped beamed winked blushed fainted swore prayed snapped chuckled "
    "giggled muttered murmured mumbled groaned grimaced knelt stared glanced waved hesitated "
    "panicked interjected protested yawned retorted countered conceded confessed teased paused "
    "waited watched brought drove sang froze queried requested demanded proposed "
    "said says told tells asked asks explained explains replied replies answered smiled cried "
    "laughed sobbed whispered shouted screamed phoned rang texted emailed apologised apologized "
    "thanked felt feels thought thinks believed wanted wants knew knows noticed suggested "
    "agreed disagreed refused listened encouraged taught reassured arrived came comes went goes "
    "walked sat stood lives lived died collapsed confided admitted insisted wondered worried "
    "realised realized recognised hugged nodded shrugged sighed gave gives took helped showed "
    "joined looked looks seemed appeared became remembered forgot hoped loved loves liked likes "
    "hated enjoyed feared spoke speaks talked talks mentioned complained commented remarked "
    "joked objected interrupted intervened volunteered offered kindly politely calmly quietly "
    "deteriorated vomited presented attended recovered declined begged pleaded struggled "
    "trusted understood misunderstood prescribed examined intubated cannulated clerked bleeped "
    "supervised mentored led chaired handed grabbed stepped ran runs jumped fell slipped woke "
    "slept ate drank chose decided tried needed needs responded wept moaned yelled coached "
    "challenged praised criticised blamed accused invited introduced signed left moved works "
    "worked retired resigned qualified messaged pointed stayed started stopped kept held put "
    "saw sees heard met reminded warned advised expressed shared discussed reviewed described "
    "reported raised gets got made makes can't couldn't didn't doesn't wasn't isn't won't "
    "wouldn't hadn't hasn't"
)
"""A word before one of these is mostly the one who does it."""
FOR_SURE = words(
    "argued grinned frowned gasped beamed winked blushed fainted swore prayed snapped chuckled "
    "giggled muttered murmured mumbled groaned grimaced knelt stared glanced waved hesitated "
    "panicked interjected protested yawned retorted countered conceded confessed teased cried "
    "thought thinks believed knew knows hoped remembered forgot realised insisted decided agreed "
    "noticed said told asked replied smiled cried laughed sobbed whispered shouted phoned rang "
    "texted emailed apologised apologized thanked confided insisted wondered hugged nodded "
    "shrugged sighed wept begged pleaded joked remarked messaged explained answered lives lived "
    "died collapsed arrived listened reassured encouraged came walked sat stood vomited"
)
"""Of those, the ones that neither a thing nor a department does."""
GIVING = words(
    "handed hand gave give giving passed pass offered showed show sent send forwarded forward "
    "introduced lent lend owe owed delegated escalated reported apology apologies thanks promise "
    "promised listening listened talking spoke rude kind unfair grateful"
)
"""Before "to", some words on, these tell that a person gets something."""
OF_THINGS = words(
    "felt feels seemed appeared became gave gives took helped showed looked looks came comes went "
    "goes works worked left moved ran runs fell started stopped kept held put makes made got gets "
    "needed needs led recovered declined taught presented reported raised described reviewed "
    "shared handed stayed signed recognised chose introduced expressed discussed mentioned advised "
    "reminded warned suggested attended supervised challenged can't couldn't didn't doesn't wasn't "
    "isn't won't wouldn't hadn't hasn't failed dropped improved increased reduced changed closed "
    "opened crashed updated replaced caused required ended supported provided covered launched "
    "released issued allowed delayed cancelled revealed confirmed excluded included finished "
    "happened continued remained occurred rated scored used loaded announced published based "
    "called named related reversed ordered printed missed tried"
)
"""Of those, the ones that a drug, an app or an organisation does as well."""
BE = words("was is has had were seems seemed looked felt became who")
STATES = words(
    "admitted discharged upset angry crying tearful distressed worried anxious kind lovely calm "
    "supportive brilliant amazing patient exhausted tired scared frightened frail unwell ill "
    "dying dead pregnant confused agitated aggressive drunk happy sad grateful relieved "
    "delighted rude dismissive defensive furious shouting asleep awake alone born married "
    "widowed divorced diagnosed intubated referred transferred sedated septic our my his her "
    "their the a an one aged in on always very really so also never just already clearly "
    "visibly incredibly not been told asked seen due late early helpful honest nervous proud "
    "struggling having going looking feeling trying right wrong"
)
SURE_STATES = STATES - words(
    "the a an in on also not due always just been very so late never already one clearly really "
    "early right wrong helpful brilliant amazing having going looking transferred patient alone "
    "seen told trying referred help calm"
)
KIN_AFTER = FAMILY | words(
    "notes bedside room bed arm leg hand hands face eyes voice pain breathing condition care "
    "death mood bloods scan x-ray consent drug kids house home story case words advice feedback "
    "support kindness help leadership style question questions reaction response concern "
    "concerns tears behaviour shift bleep handover list clinic patient patients team "
    "supervision teaching appointment tooth teeth mouth surgery operation treatment discharge "
    "funeral birthday chest abdomen heart saturations sats pulse glucose blood observations "
    "fault turn lactate obs gcs temp temperature potassium creatinine haemoglobin sodium urea crp "
    "troponin ecg gas mri ct cannula drip catheter wound stoma airway sugars bm bms nok chart "
    "kardex wristband dressing labour waters bump sleep weight feet foot knee hip back "
    "decision opinion name surname details medication medications symptoms diagnosis experience "
    "example"
)
OBJECT_VERBS = words(
    "promised assured persuaded convinced warned advised encouraged praised congratulated "
    "annoyed offended forgave blamed trusted admired upset owed interrupted ignored challenged "
    "disappointed told asked thanked phoned rang bleeped emailed texted met saw supervised "
    "taught reassured consoled supported joined tell ask thank phone ring bleep email text meet "
    "see teach reassure helped help called call contacted contact paged page invited observed "
    "shadowed watched informed inform reminded remind approached approach comforted comfort "
    "hugged consulted assisted examined clerked admitted discharged reviewed intubated "
    "cannulated treated knew know remember remembered visited named messaged visit messaging "
    "telling asking thanking seeing meeting teaching supervising calling let helping made"
)
SURE_OBJECT_VERBS = words(
    "told asked thanked phoned rang bleeped emailed texted met supervised reassured consoled "
    "hugged consulted approached comforted informed reminded messaged shadowed invited assisted "
    "promised assured persuaded convinced warned advised encouraged praised congratulated "
    "annoyed offended forgave blamed trusted admired upset owed interrupted ignored challenged "
    "disappointed clerked thank thanking telling asking meeting supervising"
)
OBJECT_PREPOSITIONS = words(
    "with by to from for and or about alongside beside like than under behind"
)
SPEAKING = words(
    "spoke speak speaking talked talk talking handed hand handover listened apologised "
    "apologise thanks thank grateful explained said reported turned wrote emailed sorry gave "
    "introduced due according escalated escalate referred described presented chatted discussed "
    "discuss met worked working work sat meeting conversation discussion chat call calls email "
    "letter disagreement conflict shift feedback help support advice taught led supervised seen "
    "note message card text word words referral praise thank-you reviewed assessed clerked "
    "signed prescribed assisted observed mentored coached caring care "
    "cared along together shadowing teamed paired"
)
SURE_SPEAKING = words(
    "spoke speak speaking talked talking talk apologised listened chatted sat grateful thanks sorry"
)
TOLD = words("that whether if how why what who when about again")
OF_PLACES = words("joined visited visit join see saw know knew call called")
"""Verbs of which a place, a group or a thing is as often the object."""
OF_PEOPLE = FAMILY | words(
    "care notes case name death treatment management admission discharge loss memory funeral"
)
"""Before "of" these tell that a person follows."""
HOUSEHOLDS = words(
    "family families sisters brothers twins boys girls children parents siblings baby babies"
)
"""What several of one surname are: "the Nayyar sisters"."""
DEPARTMENTS = words(
    "team ward physio physiotherapy pharmacy theatres theatre recovery ortho orthopaedics surgery "
    "medicine ed a&e itu icu hdu amu mau sau outreach radiology haem haematology micro "
    "microbiology labs lab biochemistry cardiology gastro renal neuro urology ent maxfax gynae obs "
    "maternity paeds neonates nicu picu oncology palliative hospice chaplaincy security portering "
    "estates hr it switchboard reception admin governance pals safeguarding community district "
    "liaison psych crisis ot salt slt dietetics audiology endoscopy dermatology rheumatology "
    "site bed occupational anaesthetics resus triage clinic outpatients audit finance payroll"
)
"""Where a colleague is from."""
NOT_BEFORE_NAMES = words(
    "in near outside across around throughout via at on using use used uses of under from to into "
    "onto over prescribed gave given give giving started start stopped stop switched off "
    "taking takes increased reduced dose mg units read reading watched bought ordered installed "
    "speaks spoke speak learned learnt per like versus vs plus some more no any without including "
    "mr mrs dr st saint type grade stage class vitamin non anti post pre day week month year"
)
"""After these a capital is as often that of a place, a drug, an app or a language."""
NEAR = words("with to by from for")
NAMING = words(
    "called named name surname forename forenames christened nicknamed dear hi hello hey regards "
    "signed"
)
EPONYM_HEADS = words(
    "disease syndrome palsy sign test fracture criteria score scale index classification cycle "
    "model framework theory hierarchy pyramid manoeuvre maneuver procedure operation method "
    "technique position law principle principles rule triad tetrad reflex reaction phenomenon "
    "effect encephalopathy psychosis dementia chorea contracture ulcer oesophagus esophagus "
    "diverticulum hernia ligament node nodes nodule nodules cell cells body bodies stain ring "
    "rings duct gland sinus canal tube tubes space fascia muscle triangle point line lines "
    "catheter cannula drain forceps retractor clamp scissors needle airway blade mask bag speculum "
    "retractors retainer appliance crown splint plate nail wire screw prosthesis solution's "
    "lactate angina thyroiditis tumour tumor sarcoma lymphoma anaemia carcinoma vasculitis "
    "paralysis gangrene incision approach flap graft stockings traction brace collar stages style "
    "styles quadrant questionnaire inventory matrix window taxonomy wheel ladder curve paradox "
    "fallacy razor distribution coefficient correlation estimator plot chart diagram analysis "
    "regression test's report inquiry enquiry stocktake trial study guidelines guideline "
    "competence competent ruling judgment judgement v vs programme program award prize lecture "
    "medal fellowship scholarship institute round rounds nurse nurses nursing coma sling frame "
    "bath pump agar machine ventilator indicator typology types type continuum spectrum grading "
    "staging pouch cyst mouth respiration breathing nerve artery vein cartilage membrane "
    "reflective reflection experiential leadership learning situational hypothesis equation "
    "formula constant unit units area centres bodies' toe foot knee elbow finger spot spots patch "
    "plaque maneuvre consultation functions domains grid rating checklist bundle tool bacteria "
    "virus aphasia ataxia dystrophy deformity abscess lesion review stage grade class level "
    "communication idea ideas concept notion argument definition phrase essay book paper talk "
    "lymphadenopathy papule appearance facies face's rash purpura granulomatosis arteritis six "
    "seven eight five four three two habits hats whys factors forces"
)
PUBLISHED = words("podcast book books film novel memoir blog documentary poem song album")
"""What somebody is known for to everyone."""
SOFT_HEADS = words(
    "report score operation reaction body mouth style approach round foot face nurse leadership "
    "review stage grade class level communication idea ideas concept notion argument definition "
    "phrase essay book paper talk learning breathing lactate unit reflection crown nursing area "
    "trial study types analysis six seven eight five four three two"
)
"""Of those, the ones that a person has as well."""
PLACE_HEADS = words(
    "hospital hospitals infirmary centre center clinic surgery trust university college school "
    "house unit foundation institute institution society hospice practice wing building theatre "
    "campus street road avenue lane park hill green court square bridge station airport stadium "
    "hall church cathedral mosque temple gurdwara synagogue library museum county council shire "
    "city town village island island's isle valley river bay lake forest wood beach ward suite "
    "health healthcare nhs icb ccg pcn medical association charity fund ltd limited plc llp inc "
    "group company project conference festival day week cup league united rovers city's court's "
    "software app dam line"
)
SURE_PLACE_HEADS = words(
    "hospital hospitals infirmary university hospice street road avenue college"
)
ROLE_TITLES = words(
    "consultant registrar reg surgeon anaesthetist midwife nurse sister matron physio "
    "pharmacist paramedic hca physiotherapist dentist hygienist therapist porter receptionist "
    "sho cons radiographer radiologist microbiologist psychiatrist paediatrician doctor gp "
    "houseman locum f1 f2 fy1 fy2 st1 st2 st3 st4 st5 st6 st7 ct1 ct2 ct3 ward-clerk"
)
"""Roles that are written before a name like titles, also in small letters."""
SAINTS = words("st saint ysbyty")
PLACE_PREPOSITIONS = words("in near outside across around throughout via")
DETERMINERS = words(
    "the a an this that these those any some no each every our my his her their your its "
    "another which what st saint new south north east west great old upper lower royal mount "
    "fort port san santa los las"
)
MONTHS_AND_DAYS = words(
    "january february march april may june july august september october november december monday "
    "tuesday wednesday thursday friday saturday sunday mon tue tues wed weds thu thur thurs fri "
    "sat sun xmas hogmanay diwali eid ramadan hanukkah jan feb mar apr jun jul aug sep sept oct "
    "nov dec easter summer autumn winter spring noel christmas"
)
