"""Words of our own for taking Danish and Swedish compounds apart, beside the general list in data/.

What a general list cannot know: which very short nouns make compounds, which verbs and adjectives begin them, and
which endings only look like a noun.
"""

from __future__ import annotations


def _sets(**words: str) -> dict[str, frozenset[str]]:
    return {language: frozenset(listed.split()) for language, listed in words.items()}


SHORT_NOUNS = _sets(
    da="""
        arm bad ben bil bog bud bus bær båd dag dug dyr dæk dør dåb fad fly fløj fod gas grød hal hav hue hus hår ild
        job jul kat kop kor krus kur kø køb kød køn lov lyd lys læn løb løg løn låg lån lås mad mos mur nat net nød ost
        ovn pen post rem ris rug rum ryg rør sag sal sko sky sne sok sol sti syn sæk tid tog træ tur tøj vej ven vin æg
        år
        """,
    sv="""
        arm bad ben bil bok box brev buss båt dag djur duk fat fest fot gas glas gym hav hus hår jul kod kö kök köp
        kött lift liv lov lyft lån lås lök lön mat mos natt nät ord ost paj ris ros rum rygg råd rök rör sal sjö sko
        snö sol säl säng tak tid tur tåg ugn val vin väg vän väst ägg öga
        """,
)
"""Nouns of two or three letters, and a few more, that make compounds; others so short never do."""
MORE_NOUNS = _sets(
    da="""
        abonnement adgang adresse afbrydelse affald aflysning aftale alarm automat avis bagage bageri ballon batteri
        betræk billet biograf briller bryggers bryllup brænde bukser bøde chat cykel dagpenge dessert dokument dukke
        dyne dåse eksamen ekspedition elevator erstatning etage faktura fest flaske flytning forening forestilling
        forretning forsikring forsinkelse fragt frakke frisør frokost frysning færge gaffel garage gardin gavekort
        gebyr genbrug genoptræning gratin grill gryde gulv hindbær hjelm hjerte honning hotel hylde hæfte indkørsel
        indskud inkasso insulin internet jakke jordbær juice kabel kabine kaffe kage kajak kamera kande kanin kantine
        kartoffel karton kasket kaution killing kiste kjole klaver klinik klipper kloak kombi kompensation koncert
        konfirmation konto konvolut krone kuffert kupé kupon kurv kuvert kvittering køkken label lagen lagkage lampe
        legetøj lejlighed levering licens linse lomme lufthavn låge madras marmelade maskine medicin middag mobil moms
        museum mægler mælk måler måltid nattøj nøgle optiker opvask ordre orgel orkester pakke paraply parkering pasta
        patient perron pizza plade plakat plaster pleje plejerske plæne police portion pude pumpe rabat radiator ramme
        recept regning rejse reklamation rengøring retur robot roman rose router rude rute sadel saft saks salat
        sandwich sauce scanner scooter sending seng skema skilt skræl skuffe sløjfe slåmaskine smykke sofa sokke spejl
        sprække stik strygejern støv støvle suppe svømning syltetøj sæbe sæde sæson tablet tallerken tandlæge taske
        taxa telt tomat trappe trøje tulipan tumbler turist tændstik tæppe tærte tørklæde tårn uniform vaccine vask
        vaskeri vejning ventil vindue voks voucher værelse værksted æble
        """,
    sv="""
        abonnemang adress anmälan arbete automat avbrott avgift avtal bagage bageri ballong barnstol batteri biljett
        biograf blad boende bricka brott brygga buffé byxor chatt cykel dessert docka dokument dusch element etikett
        faktura fika flaska flytt fläkt fodral fordran frisör frukost färja förening föreställning försening garage
        gardin garn gratäng grill gris gröt guld hallon handske hink hiss hjälm hotell hylla hyra inkasso inkast
        insulin jacka jordgubbe juice kabel kaffe kajak kaka kamera kanin kanna karta kartong kasse kista klinik
        klänning knippa konsert konto koppel krona kruka kudde kupé kupong kuvert kvitto kylskåp lakan lampa leksak
        licens lins lucka låda läge lägenhet marmelad maskin mejl middag mobil moms museum mäklare mätare möbel nyckel
        olja omsorg optiker orgel orkester pannkaka paraply parkering pasta patient penning pension perrong piano pizza
        portion pump påse päron rabatt radiator ramp recept reklamation resa returer robot roman router ruta råg saft
        sallad scanner scooter sked skida skinka skjuts skruv skylt skåp sköterska smycke smör smörgås soffa soppa
        spegel spis strumpa städning stövel sylt säte tablett tallrik tandläkare tavla taxi telefon tidning tomat torn
        trappa tröja tulpan turist tvätt tårta täcke tält uniform vaccin vagn verkstad väjning väktare väska vävstol
        växthus äpple
        """,
)
"""Nouns of service that the general list has too seldom or not at all."""
OTHER_FIRSTS = _sets(
    da="""
        bage blå bryde bygge bære dobbelt enkelt fast folke fri frisk fryse fuld fyrre færdig glat grøn gul halv hel
        hjem hjemme hoved hurtig hvid hæve høj høre hånd hård klippe koge kold køle køre lang lav lege leje ligge læse
        løbe låne male maler mini nød privat rejse rulle ryge rød salgs selv sende service sidde skole skrive skære
        slut slå smerte små sort sove spille spise stege stor stryge stå super svømme sy syge tank telt tørre varm
        varmt vaske vente video voksen ældre
        """,
    sv="""
        bak blå bygg dop dubbel enkel fast folk frys färdig grill gräv grön gul halv hel hem huvud hyr hård hög hör
        kall klipp kok kyl kör lek låg lån lång läs mini nöd privat ris rull röd sim själv skriv skur slut små smärt
        sov spel spis stek stick stor städ super svart svets sälj tork tvätt varm video vit vuxen vänt ytter år äldre
        """,
)
"""Verbs, adjectives and adverbs that begin compounds."""
NO_PARTS = _sets(
    da="""
        anden bare danske efter fore frem gange giver halve hele helt hende holder inde inden inge ingen
        inter komme lise meget mest neste over rand samme selve siden store uden under vers
        """,
    sv="""
        andra bara borde bättre efter egen enda före förra först gene genom goda gröna halva hela ingen inne inre inter
        lite samma själva skort stora sådan under ute vers yttre över
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
        aktig ande are aren arna bar dom domar else elser ende ens era est fri full gång gånger havare haven het heten
        heter håll ing ingar inge iska komst lada lade lede lek liga ling lingar lös meter ning ningar ningen ordna rik
        rättera samt skap skaper skapet stad stans ster stor stånd ställa ställe ting tion vers vis
        """,
)
"""Endings that are words as well, and words that mean little at the end of another."""
NOT_COMPOUND = _sets(
    da="""
        advokat aften billund datering elleve forårsage forårsaget hjørnespark hovmester kontakt kontrakt kultur
        kvittering mandag maskinist natur nødsaget sommer stavanger stempel stemplet søndag titusind vinduer årsag
        """,
    sv="""
        benämn benämna elegant elektrik elände kontakt kontrakt kopiering kultur natur rosmarin sommar summering syskon
        söndag trädgård
        """,
)
"""Words, each with all its forms, that only look like a compound."""
JOINED = _sets(
    da="""
        afdelings|leder arbejds|miljø arbejds|plads arbejds|tøj armbånds|ur bade|kar barne|barn butiks|leder
        cykel|slange ejendoms|mægler flytte|mand fryse|skab fødselsdags|lagkage grav|sted grav|sten gryde|ske
        hoved|pine hånd|bold hånd|klæde kasse|bon kredit|kort køle|skab køre|plan lag|kage mikrobølge|ovn over|tøj
        pande|kage reserve|del smerte|stillende spise|ske støv|suger syge|melding syge|plejerske te|kande te|kop
        te|pose te|ske under|tøj ur|mager vandre|tur vand|slange viske|stykke vække|ur
        """,
    sv="""
        arbets|kläder arbets|plats armbands|ur bad|kar barn|barn blod|givare damm|sugare fel|anmälan fel|meddelande
        fjärr|kontroll fjärr|värme födelsedags|kort förlovnings|ring gräs|klippare guld|smed hals|duk hals|ont hand|duk
        huvud|värk hår|borste jul|afton jul|klapp klago|mål kredit|kort kyl|skåp lösen|ord mag|ont mikrovågs|ugn
        pann|kaka present|ask rull|stol rull|trappa rygg|säck rygg|värk sjuk|sköterska sko|makare smärt|stillande
        spår|vagn sy|maskin tand|borste tand|värk te|kanna te|kopp te|sked tork|tumlare under|kläder ur|makare
        vigsel|ring väckar|klocka ytter|dörr
        """,
)
"""Compounds that the rules miss or take apart at another place, with their joints."""
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
        "akvarie": "akvarium", "bonde": "bonde", "børne": "barn", "el": "el", "fødsels": "fødsel", "ilt": "ilt",
        "ski": "ski", "tv": "tv",
        "øjen": "øje", "øl": "øl", "øre": "øre",
    },
    "sv": {
        "akvarie": "akvarium", "arbets": "arbete", "barna": "barn", "bio": "bio", "blom": "blomma",
        "blomster": "blomma", "dags": "dag", "el": "el", "familje": "familj", "fjärr": "fjärr", "gatu": "gata",
        "historie": "historia", "hyres": "hyra", "hälso": "hälsa", "händelse": "händelse", "jude": "jude",
        "krono": "krona", "kudd": "kudde", "kunde": "kund", "kvinno": "kvinna", "kyrko": "kyrka", "ladu": "lada",
        "låne": "lån", "läro": "lära", "löne": "lön", "mag": "mage", "mans": "man", "medie": "media",
        "människo": "människa", "nack": "nacke", "olje": "olja", "rese": "resa", "sago": "saga", "sido": "sida",
        "sjuk": "sjuk", "skid": "skida", "studie": "studium", "tjej": "tjej", "tjänste": "tjänst", "tv": "tv",
        "varu": "vara", "vecko": "vecka", "vinter": "vinter", "åsk": "åska", "äppel": "äpple", "ögon": "öga",
        "öl": "öl", "öron": "öra",
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
