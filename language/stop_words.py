"""English function words: they hold a sentence together and say little about its subject."""

from typing import Final

from language.lists import word_set

STOP_WORDS: Final = word_set(
    """
    a an the this that these those such same other another each every either neither any some all
    both few several many much more most no nor not only own so than too very just also even still
    yet again once here there then now thus hence therefore however though although whereas while
    i me my mine myself we us our ours ourselves you your yours yourself yourselves he him his
    himself she her hers herself it its itself they them their theirs themselves one's oneself
    who whom whose which what when where why how whether if because since until unless as
    about above across after against along among amid around at before behind below beneath beside
    besides between beyond by despite down during except for from in inside into like near of off on
    onto out outside over past per through throughout to toward towards under underneath up upon via
    with within without
    and but or
    am is are was were be been being have has had having do does did doing done
    will would shall should can could may might must ought cannot
    don't doesn't didn't isn't aren't wasn't weren't hasn't haven't hadn't won't wouldn't shouldn't
    can't couldn't mustn't i'm you're he's she's it's we're they're i've you've we've they've i'd
    you'd he'd she'd we'd they'd i'll you'll he'll she'll we'll they'll that's there's what's let's
    """
)
