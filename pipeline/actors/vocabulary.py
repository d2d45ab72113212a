"""Word lists of the actor and speaker stages. English; other languages get along with names alone."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.records import ActorKind


def word_set(words: str) -> frozenset[str]:
    """Return the words of a list that is written for people to read."""
    return frozenset(words.split())


def _table(rows: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """Turn rows "what is said → what it can mean" into sets, one for each word on the left."""
    return {word: word_set(meant) for said, meant in rows.items() for word in said.split()}


# Nouns that say what somebody does.
HEADS = word_set(
    """
    minister president premier chancellor secretary secretary-general spokesman spokeswoman spokesperson
    ambassador envoy representative coordinator adviser advisor commissioner commander chief head leader
    director governor mayor king queen emir prince princess sultan ayatollah cleric imam sheikh bishop
    archbishop patriarch pope priest senator congressman congresswoman lawmaker deputy mp speaker prosecutor
    judge lawyer attorney analyst expert researcher professor historian doctor surgeon physician nurse midwife
    teacher headteacher student farmer official officer diplomat activist campaigner journalist reporter
    correspondent resident witness worker volunteer member founder chairman chairwoman chair chairperson
    co-leader economist engineer driver baker fisherman shopkeeper grocer tailor welder writer author editor
    fighter soldier rebel militant negotiator mediator delegate counterpart vice-president co-founder
    undersecretary under-secretary under-secretary-general fellow scholar manager executive pilot aide warlord
    strongman candidate politician general colonel admiral marshal major captain brigadier lieutenant sergeant
    strategist monitor attache consul governor-general regent ruler dictator premier-designate whistleblower
    dissident rescuer medic paramedic pharmacist trader merchant mechanic seamstress carpenter cook
    superintendent trustee rapporteur investigator inspector technician trainer owner boss chieftain elder
    """
)

# Words that stand before such a noun and belong to the role: "foreign minister", "senior aid official".
MODIFIERS = word_set(
    """
    foreign defence defense interior prime deputy vice senior chief former acting special humanitarian regional
    state national security ministry government military army presidential coalition opposition rebel finance
    health justice education information energy oil trade economy economic development environment agriculture
    labour labor home cabinet war peace peacekeeping refugee rights human aid legal political media press public
    police navy naval air force intelligence interim caretaker outgoing incoming supreme spiritual religious
    tribal local top high leading veteran exiled retired emergency relief resident country executive general
    managing assistant parliamentary parliament party union city provincial district village camp field
    permanent nuclear nominal de facto self-declared self-styled nominated elected joint head lead policy
    central bank court world staff student school ex ex- climate culture transport communications
    """
)

# What nobody who governs or leads is called: who bears a leader's name and one of these is somebody else.
COMMON = word_set(
    """
    doctor surgeon nurse midwife teacher student farmer resident witness worker volunteer driver baker fisherman
    shopkeeper grocer tailor welder widow mother medic paramedic pharmacist trader mechanic seamstress carpenter
    cook headteacher
    """
)

# Nouns that tell a gender.
FEMALE = word_set(
    """
    spokeswoman congresswoman chairwoman queen princess widow mother sister daughter midwife seamstress woman
    girl grandmother wife businesswoman policewoman actress lady aunt housewife
    """
)
MALE = word_set(
    """
    spokesman congressman chairman king prince emir sultan imam priest pope father brother son fisherman man boy
    grandfather husband businessman policeman bishop patriarch sheikh uncle gunman tribesman
    """
)

# Nouns for somebody known by what they are rather than by an office: who is meant is the text's to tell.
PERSONAL = word_set(
    """
    star actress actor singer comedian model businesswoman businessman mother mum mom father dad husband wife
    sister brother daughter son uncle aunt grandmother grandfather teenager pensioner footballer player champion
    veteran boy girl man woman lad youngster mother-of-two mother-of-three mother-of-four father-of-two
    father-of-three father-of-four survivor victim presenter celebrity
    """
)
# Words for one sort of person; a text changes between them.
SAME_PERSON = tuple(
    word_set(words)
    for words in (
        "mother mum mom mummy mother-of-two mother-of-three mother-of-four",
        "father dad daddy father-of-two father-of-three father-of-four",
        "actress actor star celebrity",
        "businesswoman businessman entrepreneur",
        "footballer player",
    )
)
# Things that bear a name and do not speak: "the gorilla Bongo".
MUTE = word_set(
    "gorilla dog cat horse bear elephant lion tiger whale ship vessel tanker ferry boat storm hurricane cyclone"
)
# What is written or sent out and speaks for whoever issued it.
DOCUMENTS = word_set(
    """
    statement report website site letter survey study poll data figures information editorial article story account
    post tweet document documents filing ruling indictment communique bulletin memo survey petition release records
    """
)

# Words that end the head of a source's noun phrase: "a teacher | in Ariha".
STOPS = word_set(
    """
    who whom which that whose in of for from to at near on with by inside outside among close familiar speaking
    named called reached based working living there said asked identified quoted describing about across along
    around under over behind beside between through then created backed led formed appointed fighting loyal and but as
    seen obtained released published issued maintained compiled provided carried
    after before during while when where has have had was were is are
    """
)

# Family names that are words; only the reader can tell them from the word.
COMMON_WORDS = word_set(
    """
    may brown rice bush price gates power powers hunt miller young lake grande house long short white black
    green king prince day major general salt law little rose hill wood stone march august west north khan singh
    kim wang lee li kirby burns cooper graham johnson harris austin
    """
)

# "an office of government", by its own word: two ministers of different posts are two people.
POSTS = word_set("foreign defence defense interior prime finance health information oil justice vice deputy")
# Nouns that, with a state's name, stand for it.
GOVERNING = word_set("government regime authorities leadership administration junta side")
GOVERNMENTS = word_set("government regime authorities")
# Adjectives written with a capital that name no state.
CAPITALISED = word_set(
    "Western European African Arab Kurdish Islamist Sunni Shiite Shia Christian Muslim Jewish Palestinian"
    " Druze Gulf Catholic Alawite"
)

# What "the group" can mean, by kind of actor, beside actors whose own name has the word.
STANDS_FOR = _table(
    {
        "coalition council commission committee union parliament court police team force forces army military": "",
        "campaign office party company report statement poll investigation inquiry": "",
        "network": "media ngo",
        "ministry": "government_body",
        "movement": "armed_group",
        "militia rebels militants insurgents jihadists": "armed_group",
        "group": "armed_group ngo",
        "organisation organization": "ngo international_org armed_group",
        "charity monitor observatory": "ngo",
        "watchdog": "ngo international_org",
        "agency": "international_org media government_body",
        "panel bloc": "international_org",
        "alliance": "international_org armed_group",
        "government regime country kingdom authorities junta": "state",
        "administration": "government_body state",
        "newspaper channel broadcaster website": "media",
    }
)
# Words before "group" or "organisation" that tell of which kind it is: "the aid group".
QUALIFIERS = {
    **dict.fromkeys(word_set("terrorist militant armed rebel jihadist islamist extremist insurgent"), "armed_group"),
    **dict.fromkeys(word_set("aid rights monitoring relief medical advocacy humanitarian human charity"), "ngo"),
}
# Nouns of roles under which somebody of another role can be meant: "the top diplomat" of a foreign minister.
SAME_ROLE = _table(
    {
        "minister": "minister secretary",
        "leader": "president leader premier chancellor king emir minister",
        "premier": "minister premier",
        "chief": "chief head director secretary-general general commissioner coordinator commander",
        "head": "head chief director",
        "diplomat": "minister ambassador envoy secretary diplomat",
        "official": "official coordinator",
        "general": "general commander",
        "spokesperson": "spokesman spokeswoman spokesperson",
        "spokesman": "spokesman spokesperson",
        "spokeswoman": "spokeswoman spokesperson",
        "ambassador envoy representative": "ambassador envoy representative",
        "adviser advisor": "adviser advisor",
    }
)

# What a body's own name tells of its kind; the first row that fits wins.
KIND_WORDS: tuple[tuple[ActorKind, str], ...] = (
    ("ngo", r"relief organi[sz]ations?|medical (?:relief|aid)|monitoring (?:group|network)"),
    (
        "media",
        r"state (?:media|television|tv|radio|news agency)|news|newspaper|tv|television|radio|times|post|gazette|"
        r"tribune|herald|journal|press|daily|channel|ilbo|shimbun|zeitung",
    ),
    ("international_org", r"united nations|u\.?n\.?|international criminal|union|european|world bank"),
    (
        "government_body",
        r"ministry|department|government|parliament|senate|congress|army|military|armed forces|air force|navy|"
        r"coast ?guard|police|embassy|court|cabinet|presidency|central bank|authority|agency|office|mission|"
        r"municipality|administration|committee|bureau|directorate|knesset|civil defen[cs]e|council",
    ),
    (
        "armed_group",
        r"brigades?|front|militia|battalion|liberation army|resistance|jihad|movement|forces|regiment|fighters|rebels",
    ),
    (
        "ngo",
        r"foundation|fund|network|observatory|relief|charity|watch|association|society|crescent|rights|institute|"
        r"centre|center",
    ),
)
