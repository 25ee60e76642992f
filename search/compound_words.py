"""Words of our own for taking Danish and Swedish compounds apart, beside the general list in data/.

What a general list cannot know: which very short nouns make compounds, which verbs and adjectives begin them, and
which endings only look like a noun.
"""

from __future__ import annotations


def _sets(**words: str) -> dict[str, frozenset[str]]:
    return {language: frozenset(listed.split()) for language, listed in words.items()}


SHORT_NOUNS = _sets(
    da="""
        arm bad bil bog bus båd bær dag dyr dør fad fly fod gas hal hav hue hus hår ild job jul kat kop
        kur kø køb kød køn lov lys lån løb løg løn mad mur nat net nød ost pen post ris rum ryg rør sal sko
        sky sne sok sol syn sæk tog træ tur tøj vej ven vin år æg
        """,
    sv="""
        arm bad bil bok buss båt dag djur fat fot gas gym hav hus hår jul kod kö kök köp kött lov lån lås
        lök lön mat natt nät ord ost ris rum rygg rör sal sjö sko snö sol säl säng tak tid tur tåg val vin väg
        vän väst ägg öga
        """,
)
"""Nouns of two or three letters, and a few more, that make compounds; others so short never do."""
MORE_NOUNS = _sets(
    da="""
        billet bryggers bøde chat dåse ekspedition faktura frysning gavekort
        genoptræning gratin hæfte indkørsel inkasso kasket kombi kompensation konvolut kupon
        kuvert kvittering label måler opvask ordre pakke plakat plaster pleje plejerske pumpe reklamation
        rengøring retur router sending skema skuffe sløjfe sokke stik støvle sæde sæson tallerken tændstik
        vaskeri vejning ventil voucher værelse
        """,
    sv="""
        chatt faktura fordran gratäng inkasso kasse kupong kuvert kvitto reklamation
        returer router skjuts skylt skåp sköterska städning säte tvätt väjning väska
        """,
)
"""Nouns of service that the general list has too seldom or not at all."""
OTHER_FIRSTS = _sets(
    da="""
        bage blå bryde bygge bære dobbelt enkelt fast folke fri frisk fryse fuld fyrre færdig glat grøn
        gul halv hel hjem hjemme hoved hurtig hvid hånd hård høj høre klippe kold køle køre lang lav lege
        leje ligge låne læse løbe male maler mini nød privat rejse rulle ryge rød salgs selv sende service
        sidde skole skrive slut små sort sove spille spise stor stå super svømme sy syge tank telt tørre
        varm varmt vaske vente video voksen
        """,
    sv="""
        bak blå bygg dubbel enkel fast folk frys färdig gräv grön gul halv hel hem huvud hyr hård hög hör
        kall klipp kyl kör lek läs låg lån lång mini privat ris rull röd sim själv skriv slut små sov spel
        spis stor städ super svart sälj tork tvätt varm video vit vuxen vänt år
        """,
)
"""Verbs, adjectives and adverbs that begin compounds."""
NO_PARTS = _sets(
    da="""
        anden bare danske efter fore frem gange giver halve hele helt hende holder inde inden inge ingen
        inter komme lise meget mest neste over rand samme selve siden store uden under vers
        """,
    sv="""
        andra bara borde bättre efter egen enda före förra först gene genom goda gröna halva hela ingen
        inne inre inter lite samma själva stora sådan under ute vers yttre över
        """,
)
"""What the general list takes for nouns and what hardly ever is one, or not in a compound."""
NO_HEADS = _sets(
    da="""
        agtig bar dom domme ede else elsen elser ende ener ere eren eret erne fald fri fuld gang gange
        give haver havere hed heden heder hold ing inge komme krater lede lig lighed ling løs mester meter
        ning ningen ninger nærer ordne rede ret rig sen skab skaber skabet skabs somme stand sted steder
        stedet sten ster stere stille stillet tage ter test ting tion vis
        """,
    sv="""
        aktig ande are aren arna bar dom domar else elser ende ens era est fri full gång gånger havare
        haven het heten heter håll ing ingar inge iska komst lede lek liga ling lingar lös meter ning
        ningar ningen ordna rik rättera samt skap skaper skapet stad stans ster stor ställa ställe stånd
        ting tion vers vis
        """,
)
"""Endings that are words as well, and words that mean little at the end of another."""
NOT_COMPOUND = _sets(
    da="""
        advokat aften billund datering elleve hjørnespark hovmester kontakt kontrakt kultur mandag
        maskinist natur sommer stavanger stempel stemplet søndag titusind vinduer årsag
        """,
    sv="""
        elegant elektrik elände kontakt kontrakt kultur natur sommar söndag trädgård
        """,
)
"""Words, each with all its forms, that only look like a compound."""
OVER = {"da": "over", "sv": "över"}
"""Begins the name of somebody who leads others of the same work: overlæge."""
LEADING = _sets(
    da="""
        betjent bibliotekar borgmester inspektør konstabel læge lærer officer præst sygeplejerske tjener
        """,
    sv="""
        bibliotekarie borgmästare inspektör läkare lärare officer präst skötare sköterska styrman
        """,
)
"""Who can be such a leader."""
LINKED = {
    "da": {
        "bonde": "bonde", "børne": "barn", "el": "el", "fødsels": "fødsel", "ilt": "ilt", "tv": "tv",
        "øl": "øl",
    },
    "sv": {
        "barna": "barn", "blomster": "blomma", "dags": "dag", "el": "el", "familje": "familj", "gatu":
        "gata", "historie": "historia", "hälso": "hälsa", "händelse": "händelse", "jude": "jude", "krono":
        "krona", "kunde": "kund", "kvinno": "kvinna", "kyrko": "kyrka", "ladu": "lada", "läro": "lära",
        "låne": "lån", "mans": "man", "medie": "media", "människo": "människa", "olje": "olja", "rese":
        "resa", "sago": "saga", "sido": "sida", "sjuk": "sjuk", "studie": "studium", "tjej": "tjej",
        "tjänste": "tjänst", "tv": "tv", "varu": "vara", "vecko": "vecka", "vinter": "vinter",
    },
}  # fmt: skip
"""First parts that look otherwise than the word they are."""
_NAME_FIRSTS = """
        al asp back berg björk blom bäck bäk ceder dahl dal ek eke eng fors gran hag hall hav hed hell
        holm häll kron kvarn kvist lind ljung lund löf löv malm mo munk nord norr ny ros rosen sand sjö
        skog stein sten strand ström sund svan söder sønder vall vest vester vik väster åker ål öst öster
        øst øster
    """
_NAME_LASTS = """
        berg blad borg bäck bæk dahl dal feldt fors gaard gren gård holm kvist lund löv malm man mark
        qvist stad stedt sten strand ström strøm sund toft vall vik åker
    """
NAME_FIRSTS = frozenset(_NAME_FIRSTS.split())
NAME_LASTS = frozenset(_NAME_LASTS.split())
"""Most family names here are made of two of these: Lindström, Sandholm."""
