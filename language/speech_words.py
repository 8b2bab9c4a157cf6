"""The verbs of saying, and the words that tell such a verb from a noun."""

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
    advise advises advised agree agrees agreed find finds found show shows showed
"""
# Verbs that take a clause without "that", and verbs that come after the words they report.
BARE: Final = word_set("say says said claim claims claimed insist insists insisted announced")
TOLD: Final = word_set(
    """
    tell tells told telling warn warns warned assure assures assured inform informs informed
    remind reminds reminded advise advises advised
    """
)
NEVER_LAST: Final = word_set("find finds found show shows showed agree agrees agreed deny denies")
# Before the source: "said the minister".
TURNED: Final = word_set("said says added warned wrote replied explained noted insisted argued")
# Words that are nouns as well: what stands before tells the verb.
NOUNS: Final = word_set(
    """
    claim report state note estimate show promise pledge vow tweet stress find caution hint remark
    recall reply say tell warn deny add argue insist believe agree suggest indicate
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
# What these report is a judgement of something, not a statement of its own.
JUDGING: Final = word_set("accused accuses described describes called calls")
