"""Function words, which count in a query only if nothing else is there: a list of our own."""

from __future__ import annotations

_FUNCTION_WORDS = {
    "da": """
        ad af alle alt altid at blev blevet bliver blive både da de dem den denne der deres det dette dig din
        dine disse dit du efter eller en end er et for fra fik få får gjorde gjort gør gøre ham han hans har
        havde have hende hendes her hos hun hvad hvem hver hvilke hvilken hvilket hvis hvor hvordan hvorfor
        hvornår i ikke ind ja jeg jer jeres jo kan kun kunne lige man mange med meget mellem men mens mere mig
        min mine mit mod må måtte ned nej nogen nogensinde noget nogle nu når og også om op os over på sammen
        selv sig sin sine sit siden skal skulle som så sådan til ud uden under var ved vi vil ville vores være
        været findes handler historier
        """,
    "sv": """
        alla allt alltid att av blev bli blir blivit både de dem den denna deras dess dessa det detta dig din
        dina ditt du där då efter eller en er era ert ett fanns fick finns från få får för gjorde gjort gör
        göra ha hade han hans har henne hennes hit hon honom hos hur här i icke in inom inte ja jag ju kan
        kunde man med mellan men mer mig min mina mitt mot mycket måste ned nej ni nu när någon någonsin något
        några och också om oss på samma sedan sig sin sina sitt själv ska skall skulle som så sådan till under
        upp ut utan vad var vara varför varit varje vars vart vem vems vi vid vilka vilken vilket vill
        ville vår våra vårt än är även över handlar berättelser
        """,
    "en": """
        a about after all also am an and any are as at be because been before being between both but by can
        could did do does doing done during each ever every few for from had has have having he her here hers
        him his how i if in into is it its just me more most much my no nor not of off on once only or other
        our ours out over own she should so some such than that the their them then there these they this
        those through to too under until up us very was we were what when where which while who whom whose
        why will with would you your yours stories
        """,
}

FUNCTION_WORDS = {language: frozenset(words.split()) for language, words in _FUNCTION_WORDS.items()}
ANY_FUNCTION_WORD: frozenset[str] = frozenset().union(*FUNCTION_WORDS.values())
