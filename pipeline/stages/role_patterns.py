"""The words that tell what part a place plays, for the rules of `roles`.

Patterns of `before` end where a mention begins, patterns of `after` begin where it ends.
Every pattern looks at a bounded window and has no nested repetition: articles are untrusted.
"""

from __future__ import annotations

import re

DATELINE = re.compile(r"[^\n.!?]{0,40}?(?:\([^()\n]{1,40}\) ?)?\)? ?(?:—|–|--|:| - )")
# "Wilmington, Delaware  2:39 P.M. EST": the head of a transcript.
CLOCK = re.compile(r"(?:, [A-Z][\w. ]{1,24}?)?[\s,]{1,4}\d{1,2}:\d\d ?[AaPp]\.?[Mm]\b")
# "Last updated … BEIRUT A Russian air strike killed": agencies write the place of a dispatch in capitals.
CAPITALS = re.compile(r"[A-Z][A-Z' -]{3,}")
DATELINE_WORD = re.compile(r"\(?[\w.’' ,/]*")

_SAYING = (
    "said|says|told|tells|warned|warns|added|announced|announces|stated|declared|denied|denies|insisted|insists|"
    "vowed|vows|urged|urges|demanded|demands|accused|accuses|called|calls|condemned|condemns|rejected|rejects|claimed|"
    "claims|argued|argues|confirmed|threatened|threatens|pledged|replied|responded|wants|wanted|denounced|"
    "agreed|agrees|refused|refuses|decided|opposes|opposed|supports|supported|backs|backed|considers|seeks|sought|"
    "expects|plans|planned|intends|welcomed|welcomes|proposed|offered|blamed|blames|summoned|expelled|recalled|vetoed|"
    "encourages|encouraged|pushes|pushed|conveyed|reaffirmed|reaffirms|"
    "reported|reports|requested|commended|praised|risks|risked|did not|does not|didn[’']t|doesn[’']t"
)
_ACTING = (
    "launched|sent|sends|deployed|signed|imposed|imposes|brokered|hosted|hosts|carried|struck|bombed|shelled|attacked|"
    "invaded|annexed|seized|controls|intervened|withdrew|joined|led|leads|supplied|supplies|arms|armed|trained|funded|"
    "approved|ordered|closed|opened|halted|suspended|resumed|lifted|cut|set|stepped|moved|voted|abstained|tested|fired|"
    "indicted|understood|understands|gave|gives|took|takes|failed|fails|ratified|acceded|sued|stood|stands|shot"
)
# "France and Britain launched", "Moscow has repeatedly denied".
SUBJECT = re.compile(
    rf"(?:,? (?:and|or) (?:the )?[A-Z][\w ]{{1,24}}?|, (?:the )?[A-Z][\w]{{1,20}}){{0,3}}"
    rf"(?: (?:has|have|had|also|again|first|now|later|itself|on \w+day|yesterday|will|would|\w+ly)){{0,3}}"
    rf" (?:{_SAYING}|{_ACTING})\b"
)
# Said of towns these are about the town and its people: "Idlib fears an assault".
BROAD_SUBJECT = re.compile(
    r" (?:also |now |still )?(?:fears|feared|hopes|hoped|believes|believed|must|should|would|will|could|can|cannot)\b"
)
_PEOPLE = (
    r"ministers?|ministry|presidents?|government|army|military|forces|troops|soldiers|navy|air force|parliament|"
    r"ambassadors?|envoys?|embassy|spokes\w+|officials?|leaders?|king|prince|sultan|prime|chancellor|intelligence|"
    r"police|officers?|authorities|regime|rebels|fighters|pilots?|jets|warplanes|state media|secretary|attorney|"
    r"governor|mayor|senators?|congress\w*|administration|council|court|judges?|prosecutors?|representatives?|"
    r"diplomats?|delegation|participants|nationals?|citizens?|residents?|townspeople|villagers?|man|woman|men|women|"
    r"people|star|team|company|companies|firms?|banks?|newspaper|lawmakers|doctors|journalists|activists|militants|militia|"
    r"participation|ally|allies|personnel|service members?|commissioner"
)
_AFFAIRS = (
    r"policy|role|part|support|backing|position|stance|determination|efforts?|relations|relationship|ties|sanctions|"
    r"interests|commitment|influence|leadership|sovereignty|strategy|defen[cs]e|foreign|national|veto|request|drills|"
    r"strategic|economic|diplomatic|security|nuclear|missile|missiles|tax"
)
# "Russia's foreign ministry", "Turkey's determination": the words between are few.
OWNER = re.compile(rf"['’]s? (?:\w+[ -]){{0,3}}?(?:{_PEOPLE}|{_AFFAIRS})\b", re.IGNORECASE)
# "Las Vegas police", "US Defense Secretary": the name stands before those it describes.
ATTRIBUTE = re.compile(rf" (?:[A-Z]\w+ (?:of )?){{0,2}}(?i:{_PEOPLE})\b")
BROAD_ATTRIBUTE = re.compile(rf" (?i:{_AFFAIRS})\b")
POSSESSIVE = re.compile(r"['’]s?\b")
# What a country has and undergoes, whoever acts: "Sudan's transition", "Ukraine's independence".
CONDITION = re.compile(
    r"['’]s? (?:\w+ ){0,2}?(?:transition|independence|security|future|ability|potential|integration|economy|system|"
    r"borders?|territory|war|conflict|crisis|infrastructure|population|capital|coast|north|south|east|west|cities|towns|streets)\b"
)
COMPOUND = re.compile(
    r"-? ?(?:backed|brokered|allied|sponsored|funded|aligned|mediated)\b|-(?:led|based|supported|made|controlled)\b"
)
BASED = re.compile(r"[-–](?:based|led|backed|born|held)$")
# "U.S.-UK relations", "the U.S.-Israel group".
PAIR_AFTER = re.compile(r"[-–](?=[A-Z])(?![\w.]+ border)")
PAIR_BEFORE = re.compile(r"\b[A-Z][\w.]*[-–]$")
OFFICE = re.compile(
    r"\b(?:ministry|ministers?|government|governments|embassy|parliament|authorities|officials|presidents?|regime|"
    r"ambassadors?|envoys?|leaders?|king|sultan|military|army|forces|mission|coordinator|representative|"
    r"rapporteur|commission of inquiry|mechanism|secretary-general) (?:in|of|to|from|for|on) (?:the )?$|"
    r"\b(?:people|cities|republic|kingdom|state) of (?:the )?$|"
    r"\b(?:minister|president|king|sultan|chancellor)(?-i:(?: [A-Z][\w.-]+){1,4}) of (?:the )?$",
    re.IGNORECASE,
)
# What is a line or a matter for a capital is one for its government.
FOR_CAPITAL = re.compile(r"\bred lines? for (?:both )?$")
TOWARDS = re.compile(
    r"\b(?:by|(?<!border )(?<!borders )with|between|against|among|"
    r"urged|accused|warned|told|asked|condemned|blamed|called on|threatened|pressed|"
    r"pressure on|backed by|support from|ally|allies|allied with|"
    r"sanctions on|controls on|holding|our (?:close )?(?:partners?|ally|allies|friend in)|"
    r"relations with|supported by|led by|along with|thanked|"
    r"criticised|criticized|praised|alongside|influence (?:over|on)|joined|red lines? for|arms to|weapons to|"
    r"bombs to|aid from|support|supporting|supported|support for|commitment to|costs on|blamed on|opposition backer|"
    r"pressing|threaten|threatening|protect|help|assist|denouncing|denounced|commended|warning|resolutions? on|"
    r"(?:request|response|threat) (?:of|from)|calls for|embarrassing for|encouraging to) "
    r"(?:both |its ally |allies )?(?:the )?$"
)
# A country that nobody is said to be in, go to or come from is more often one that acts.
LOCATED = re.compile(r"\b(?:in|at|near|inside|across|outside|around|into|over|within|throughout) (?:the )?$")
LANDED = re.compile(
    r"\b(?:in|into|at|near|inside|across|outside|around|over|throughout|within|onto|through|off|from|to|toward|towards|"
    r"of|on|hit|entered|reach|reached|left|leave|leaving|enter|border with|(?:north|south|east|west)\w*|neighbou?ring|"
    r"Northern|Southern|Eastern|Western|Central|across) (?:the )?$"
)

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_VENUES = (
    r"[Mm]et|[Mm]eet|[Mm]eetings?|[Tt]alks|[Ss]ummit|[Cc]onference|[Ss]peech|[Bb]riefing|[Ii]nterviews?|[Rr]emarks|"
    r"[Ss]peaking|[Ss]poke|[Aa]ddressing|[Ss]tatement|[Cc]onsultations|[Nn]egotiations|[Gg]athering|[Ff]orum|[Ss]ession|"
    r"hosted|reporters|journalists|lawmakers|diplomats|told \w+"
)
VENUE = re.compile(
    r"\b(?:(?:[Vv]isit|[Tt]rip|travell?ed|[Tt]ravels|[Tt]our|flew|[Ff]lying) to|"
    rf"(?:[Aa]rrived|[Aa]rrival|[Aa]rriving) in|(?:{_VENUES})"
    r"(?: (?:on|held|was|were|is|being|with|late|early|this|last|next|earlier|a|the|his|her|its|security|peace|joint|"
    r"news|press|people|\w+day|[A-Z]\w+)){0,4} (?:in|at|from))"
    r" (?:the )?(?:\w+ (?:city|resort|capital|town)(?: city| of)? (?:of )?)?$"
)
# "met with the prime minister … today in Tel Aviv", "told reporters covering the summit in Manila".
MEETING = re.compile(
    r"\b(?:[Mm]et with|[Mm]eeting (?:with|of)|told reporters|told journalists|held talks|spoke to)\b"
    r"[^.!?\n]{0,60} (?:in|at) (?:the )?$"
)
# "met his counterpart and two of her aides on Monday in Geneva": the meeting stands further off.
DAY_IN = re.compile(rf"\b(?:today|yesterday|tonight|\w+day|(?:{_MONTHS}) \d\d?) (?:in|at) (?:the )?$")
MET = re.compile(r"\b(?:met|meets|meeting|spoke|talks|told|said)\b")
SAID_IN = re.compile(
    rf"\b(?:{_SAYING})(?: (?:on|late|early|\w+day|reporters|journalists|later)){{0,4}} (?:in|from) (?:the )?$"
)
SPEAKER_AT = re.compile(r"\b(?:in|at|near|outside|inside) (?:the )?(?:\w+ ){0,2}$")
# "citing a senior official in Zabadani", "a militant leader in Ghouta": who speaks, and where.
WITNESS = re.compile(
    r"\b(?:source|resident|witness(?:es)?|activists?|neurologist|doctors?|medics?|fisherman|leader|commander|"
    r"senior \w+ official|correspondent|reporter) in (?:the )?(?:\w+ (?:of )?)?$"
)

PAST = re.compile(
    rf"\bIn (?:early |late |mid-)?(?:{_MONTHS})\b|\b(?:in|since|of|until|from) (?:19|20)\d\d\b|"
    rf"\b(?:last|previous) (?:year|month|spring|summer|autumn|winter|{_MONTHS})\b|\bonce held\b|\bin the past\b|"
    r"\b(?:years?|months?|weeks?|decades?) (?:ago|earlier)\b|\bearlier this year\b|"
    r"\bpreviously\b(?! reported)|\bformerly\b",
    re.IGNORECASE,
)
# "in April, Douma", "as it did in April after Douma": the date stands right before the name.
ONCE = re.compile(
    rf"\b(?:in|since|after) (?:early |late |mid-)?(?:{_MONTHS}|(?:19|20)\d\d),? (?:\w+ ){{0,2}}$", re.IGNORECASE
)
ORIGIN = re.compile(
    r"\b(?:(?:c[oa]mes?|originally|natives?|displaced|refugees?|evacuees?|bused|fled|year-old (?:wo)?man|man|woman|"
    r"father|mother|family|families|teams|helicopter|hails?|\d\d,) from) (?:the )?(?:\w+ suburb of )?$"
)
# Where somebody lives or an organisation sits, or what is near: passing mentions.
ABODE = re.compile(
    r"\b(?:lives?|lived|living|(?:is|are|was) based|based|born|raised|grew up|headquartered|returned|studied) "
    r"(?:out of |in |at |to )?(?:the )?$"
)
DISTANCE = re.compile(r"\b(?:km|kilomet\w+|miles?|hours?)(?: (?:north|south|east|west)[-\w]*| away)? from (?:the )?$")
CAPTION = re.compile(
    r"(?:READ MORE|Read more|Read More)\b[^\n.]{0,80}$|"
    r"\b(?:photo|picture) (?:captured|taken) [^.\n]{0,40}$"
)

PEER_GAP = re.compile(r"(?:,|,? and|,? or|,? as well as) (?:the |in |from )?| ?/ ?| ")
