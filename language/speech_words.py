"""The verbs of saying, and the words that tell such a verb from a noun."""

import re
from typing import Final

from language.lists import word_set

FORMS: Final = """
    say says said tell tells told announce announces announced
    claim claims claimed deny denies denied warn warns warned
    confirm confirms confirmed report reports reported state states stated
    add adds added argue argues argued insist insists insisted
    declare declares declared maintain maintains maintained explain explains explained
    note notes noted acknowledge acknowledges acknowledged admit admits admitted
    suggest suggests suggested estimate estimates estimated predict predicts predicted
    reiterate reiterates reiterated stress stresses stressed emphasize emphasizes emphasized
    emphasise emphasises emphasised assert asserts asserted allege alleges alleged
    conclude concludes concluded believe believes believed promise promises promised
    pledge pledges pledged vow vows vowed tweet tweets tweeted write writes wrote
    testify testifies testified reveal reveals revealed disclose discloses disclosed
    remark remarks remarked reply replies replied contend contends contended
    caution cautions cautioned complain complains complained recall recalls recalled
    hint hints hinted indicate indicates indicated observe observes observed
    assure assures assured inform informs informed remind reminds reminded
    advise advises advised agree agrees agreed ask asks asked find finds found show shows showed
"""
# Verbs that take a clause without "that", and verbs that come after the words they report.
BARE: Final = word_set("say says said")
TOLD: Final = word_set(
    """
    tell tells told telling warn warns warned assure assures assured inform informs informed
    remind reminds reminded advise advises advised
    """
)
NEVER_LAST: Final = word_set("find finds found show shows showed agree agrees agreed deny denies")
# Before the source: "said the minister".
TURNED: Final = word_set(
    "asked said says added warned wrote replied explained noted insisted argued"
)
# Words that are nouns as well: what stands before tells the verb.
NOUNS: Final = word_set(
    """
    claim report state note estimate show promise pledge vow tweet stress find caution hint remark
    recall reply tell warn deny add argue insist believe agree suggest indicate
    """
)
NOUNS_WITH_S: Final = word_set(
    "claims reports states notes estimates shows promises pledges vows tweets remarks hints finds"
)
MANY: Final = word_set("they we i you people police men women children who officials")
OF_A_NOUN: Final = word_set(
    """
    the a an his her its their our my your this that these those of as some any no other such and
    or by new several many two three more most all both united
    """
)
# What is never told of "it": "it shows that" points at something, it quotes nobody.
NOT_OF_IT: Final = word_set("show shows showed suggest suggests suggested find finds found")
DETERMINERS: Final = word_set("the a an this that his her its their our my one another each")
PASSIVE: Final = word_set("is are was were be been being 's ’s gets got")
SINGLE: Final = word_set("he she it who which also now then repeatedly often still")
# What is said besides, told with the past of the same verb: "…, adding that Q", "…, citing Z".
PARTICIPLES: Final = dict(
    pair.split("/")
    for pair in word_set(
        """
        saying/said adding/added arguing/argued noting/noted claiming/claimed insisting/insisted
        suggesting/suggested warning/warned telling/told declaring/declared explaining/explained
        writing/wrote stressing/stressed emphasizing/emphasized promising/promised vowing/vowed
        pledging/pledged asserting/asserted alleging/alleged stating/stated admitting/admitted
        acknowledging/acknowledged predicting/predicted complaining/complained asking/asked
        citing/cited accusing/accused describing/described urging/urged demanding/demanded
        quoting/quoted reminding/reminded announcing/announced revealing/revealed denying/denied
        questioning/questioned chanting/chanted shouting/shouted criticizing/criticized
        criticising/criticised praising/praised tweeting/tweeted replying/replied blaming/blamed
        dismissing/dismissed mentioning/mentioned mocking/mocked comparing/compared
        contending/contended
        """
    )
)
# What these report is a judgement of something, not a statement of its own.
JUDGING: Final = word_set("accused accuses described describes called calls")
# Verbs whose plain object looks too much like a clause.
NEVER_BARE: Final = word_set("add adds report reports reported state states recall recalls")
HEARER: Final = (
    r"(?:\s(?:to\s)?(?:reporters|journalists|lawmakers|investigators|prosecutors|police|parliament|viewers|supporters|Congress|us|them"
    r"|him|her|me|[A-Z][\w.’'-]{0,30}(?:\s[A-Z][\w.’'-]{0,30}){0,3}"
    r"|the\s(?:[\w’'-]{1,30}\s){0,3}(?:press|council|committee|agency|nation|newspaper|network|court"
    r"|assembly|board|senate|public)))"
)
WHEN: Final = (
    r"(?:\s(?:(?:late\s|early\s|earlier\s)?(?:on\s)?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
    r"(?:\s(?:morning|afternoon|evening|night))?"
    r"|today|yesterday|earlier|later|again|last\s(?:week|month|year|night)|this\s(?:week|month|year)"
    r"|in\s(?:January|February|March|April|May|June|July|August|September|October|November|December)"
    r"|in\s[0-9]{4}|(?:in|at|during|on|after|through|via|of|about|with)\s(?:[\w’'-]{1,30}\s?){1,6}))"
)
GAP: Final = re.compile(
    rf"(?:{HEARER}|\sit)?{WHEN}{{0,2}}\Z|\s(?:in|at|on|during|after)\s[^:;“”\"]{{3,70}},\Z"
)
# What a clause without "that" may begin with, right after "said": nearly all but a preposition.
STARTS_CLAUSE: Final = re.compile(
    r"\s(?!(?:on|in|at|during|after|before|to|of|about|with|without|through|via|from|for|by|as|like"
    r"|against|over|under|since|until|so|nothing|little|something|anything|goodbye|much|otherwise"
    r"|and|or|but|when|while|if|than|because|here|then)\s|that\s(?!is\b|was\b))[\w$€£][\w.,’'-]*\s\S",
)
_FINITE: Final = (
    r"(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|do|does|did"
    r"|cannot)"
)
SURE_CLAUSE: Final = re.compile(
    r"\s(?!it\sthat\s)(?:(?:he|she|it|they|we|i|there)\s|(?:[\w’'.-]+\s){0,6}?[\w’'.-]+\s"
    rf"{_FINITE}(?:n[’']t)?\s)",
    re.IGNORECASE,
)
_DAY_GAP: Final = (
    r"(?:\s(?:late\s|early\s)?(?:on\s)?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
    r"(?:\s(?:morning|afternoon|evening|night))?|\s(?:today|yesterday|again|then|earlier|later"
    r"|last\s(?:week|month|year|night)|this\s(?:week|month|year)))"
)
BARE_GAP: Final = re.compile(
    rf"(?:{_DAY_GAP}|\s(?:in|at|after|on|during)\s(?:[\w’'-]+\s){{0,6}}?[\w’'-]+"
    r"(?=\s(?:he|she|it|they)\s))?(?=\s)"
)
TOLD_GAP: Final = re.compile(rf"{HEARER}{_DAY_GAP}?(?=\s)")
WHEN_AT_END: Final = re.compile(
    rf"{HEARER}?{WHEN}{{0,2}}"
    r"(?:,(?P<rest>[^“”\"]{0,160}|\s(?:and|but|while|though|\w+ing)\s.{0,300}))?[.!]?[”\"]?\s*\Z"
)
# Auxiliaries and adverbs before a cue; an adverb is told by its end, some nouns end alike.
HELPERS: Final = re.compile(
    r"\s(?:(?:has|have|had|is|are|was|were|be|been|also|later|then|again|often|once|now|will|would"
    r"|can|could|may|might|must|should|did|does|do|not|never|even|still|further|long|just"
    r"|(?:is|was|has|did|does|wo|do|have)n[’']t|(?:went|goes)\son\sto|continue[sd]?\sto|began\sto"
    r"|appear(?:s|ed)\sto|seem(?:s|ed)\sto|tried\sto|refuse[sd]?\sto|decline[sd]?\sto"
    r"|(?!(?:family|ally|assembly|supply|rally|daily|weekly|only|early|elderly)\s)[a-z]{3,}ly)\s){1,5}\Z"
)
GOES_ON: Final = re.compile(rf"\s(?:{_FINITE})\s")
