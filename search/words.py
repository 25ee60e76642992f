"""Words that the analysis knows by heart: function words, and families that a stemmer cannot join.

Both are lists of our own. A family is one line: the form that stands for it, then the forms that mean
the same word (bog: bøger). Forms that are as often another word (tog, bad, led) are left out on purpose.
"""

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

FAMILIES: dict[str, str] = {
    "da": """
        mand mænd mændene mændenes
        barn børn børnene børns børnenes
        bog bøger bøgerne bøgernes
        fod fødder fødderne
        hånd hænder hænderne
        tand tænder tænderne
        nat nætter nætterne
        bror broder brødre brødrene
        søster søstre søstrene
        datter døtre døtrene
        mor moder mødre mødrene
        far fader fædre fædrene
        ko køer køerne
        gås gæs gæssene
        tå tæer tæerne
        øje øjne øjnene
        and ænder ænderne
        rod rødder rødderne
        stang stænger stængerne
        kraft kræfter kræfterne
        bonde bønder bønderne
        by byen byer byerne
        sko skoen skoene
        træ træet træer træerne
        knæ knæet knæene
        aften aftenen aftener aftner aftnerne
        sommer sommeren somre
        vinter vinteren vintre
        cykel cyklen cykler cyklerne
        artikel artiklen artikler artiklerne
        titel titlen titler titlerne
        seddel sedlen sedler sedlerne
        onkel onklen onkler
        engel englen engle englene
        gaffel gaflen gafler
        himmel himlen
        finger fingeren fingre fingrene
        center centret centeret centre centrene
        museum museet museer museerne
        nummer nummeret numre numrene
        lager lageret lagre lagrene
        gammel gammelt gamle ældre ældste
        lille små mindre mindst
        god godt gode bedre bedst bedste
        stor stort store større størst største
        ung unge yngre yngst
        lang langt lange længere længst
        sikker sikkert sikre sikrere
        simpel simpelt simple
        lækker lækkert lækre
        mager magert magre
        gå går gik gået
        give giver gav givet gives
        sige siger sagde sagt
        skrive skriver skrev skrevet
        finde finder fandt fundet
        hjælpe hjælper hjalp hjulpet hjælp hjælpen
        sælge sælger solgte solgt
        komme kommer kom kommet
        bringe bringer bragte bragt
        vide ved vidste vidst
        lægge lægger lagde lagt
        ligge ligger lå ligget
        sætte sætter satte
        sidde sidder sad siddet
        spørge spørger spurgte spurgt
        vælge vælger valgte valgt
        vinde vinder vandt vundet
        bede beder bedt
        binde binder bandt bundet
        drikke drikker drak drukket
        falde falder faldt faldet
        flyve flyver fløj fløjet
        forstå forstår forstod forstået
        fryse fryser frøs frosset
        følge følger fulgte fulgt
        græde græder græd grædt
        holde holder holdt
        løbe løber løb løbet
        række rækker rakte rakt
        skære skærer skar skåret
        slå slår slog slået
        stå står stod stået
        snyde snyder snød snydt
        springe springer sprang sprunget
        stjæle stjæler stjal stjålet
        trække trækker trak trukket
        træffe træffer traf truffet
        byde byder bød budt
        tilbyde tilbyder tilbød tilbudt
        nyde nyder nød nydt
        gribe griber greb grebet
        bryde bryder brudt
        afbryde afbryder afbrød afbrudt
        forlade forlader forlod forladt
        stige stiger steg steget
        slippe slipper slap sluppet
        bære bærer båret
        se ser set
        smøre smører smurte smurt
        lade lader lod ladet
        sove sover sov sovet
        bestille bestiller bestilte bestilt bestil
        glemme glemmer glemte glemt glem
        tage tager taget
        overtage overtager overtog overtaget
        modtage modtager modtog modtaget
        medbringe medbringer medbragte medbragt
        sende sender sendte sendt send
        kende kender kendte kendt
        vende vender vendte vendt
        mene mener mente ment
        låne låner lånte lånt
        tjene tjener tjente tjent
        åbne åbner åbnede åbnet åben åbent
        regne regner regnede regnet
        ødelægge ødelægger ødelagde ødelagt
        tilfreds tilfredse
        utilfreds utilfredse
        synge synger sang sunget
        betyde betyder betød betydet
        brænde brænder brændte brændt
        drive driver drev drevet
        flyde flyder flød flydt
        fortryde fortryder fortrød fortrudt
        gnide gnider gned gnedet
        glide glider gled gledet
        hedde hedder hed heddet
        hænge hænger hang hængte hængt
        krybe kryber krøb krøbet
        le ler lo leet
        lyde lyder lød lydt
        lyve lyver løj løjet
        nyse nyser nøs nyst
        pibe piber peb pebet
        ride rider redet
        ryge ryger røg røget
        skride skrider skred skredet
        skrige skriger skreg skreget
        skyde skyder skød skudt
        slibe sliber sleb slebet
        slide slider sled slidt
        smide smider smed smidt
        snige sniger sneg sneget
        stryge stryger strøg strøget
        svinge svinger svang svunget
        sværge sværger svor svoret
        synke synker sank sunket
        tie tier tav tiet
        træde træder trådte trådt
        tvinge tvinger tvang tvunget
        turde tør turdet
        vige viger veg veget
        vride vrider vredet
        æde æder åd ædt
        rive river rev revet
        fortælle fortæller fortalte fortalt
        undgå undgår undgik undgået
        foregå foregår foregik foregået
        indgå indgår indgik indgået
        foreslå foreslår foreslog foreslået
        opstå opstår opstod opstået
        bestå består bestod bestået
        tilgive tilgiver tilgav tilgivet
        afgøre afgør afgjorde afgjort
        beholde beholder beholdt
        indeholde indeholder indeholdt
        overholde overholder overholdt
        deltage deltager deltog deltaget
        foretage foretager foretog foretaget
        optage optager optog optaget
        fortsætte fortsætter fortsatte fortsat
        oversætte oversætter oversatte oversat
        ansætte ansætter ansatte ansat
        ankomme ankommer ankom ankommet
        beskrive beskriver beskrev beskrevet
    """,
    "sv": """
        man mannen män männen männens
        bok boken böcker böckerna böckernas
        fot foten fötter fötterna
        hand handen händer händerna
        tand tanden tänder tänderna
        natt natten nätter nätterna
        bror broder brodern bröder bröderna
        syster systern systrar systrarna
        dotter dottern döttrar döttrarna
        mor moder modern mödrar mödrarna
        far fader fadern fäder fäderna
        son sonen söner sönerna
        mus musen möss mössen
        bonde bonden bönder bönderna
        stad staden städer städerna
        rot roten rötter rötterna
        öga ögat ögon ögonen
        öra örat öron öronen
        nyckel nyckeln nycklar nycklarna
        cykel cykeln cyklar cyklarna
        fågel fågeln fåglar fåglarna
        finger fingret fingrar fingrarna
        sommar sommaren somrar
        vinter vintern vintrar
        regel regeln regler reglerna
        möbel möbeln möbler möblerna
        titel titeln titlar titlarna
        artikel artikeln artiklar artiklarna
        spegel spegeln speglar
        sedel sedeln sedlar sedlarna
        nummer numret numren
        lager lagret lagren
        museum museet museer museerna
        center centret centrum
        leverans leveransen leveranser leveranserna leveransens
        sko skon skor skorna
        bil bilen bilar bilarna
        gammal gammalt gamla äldre äldst äldsta
        liten litet lilla små mindre minst
        god gott goda bättre bäst bästa
        stor stort stora större störst största
        ung ungt unga yngre yngst
        lång långt långa längre längst
        vacker vackert vackra
        säker säkert säkra
        enkel enkelt enkla
        glad glatt glada gladare
        vänlig vänligt vänliga vänligare vänligen
        gå går gick gått
        ge ger gav gett givit ges
        säga säger sa sade sagt
        skriva skriver skrev skrivit
        finna finner fann funnit
        hjälpa hjälper hjälpte hjälpt hjälp hjälpen
        sälja säljer sålde sålt
        komma kommer kom kommit
        veta vet visste vetat
        låta låter lät låtit
        ligga ligger låg legat
        lägga lägger lade lagt
        sätta sätter satte
        sitta sitter suttit
        sova sover sov sovit
        springa springer sprang sprungit
        vinna vinner vann vunnit
        dricka dricker drack druckit
        falla faller föll fallit
        flyga flyger flög flugit
        förstå förstår förstod förstått
        frysa fryser frös frusit
        följa följer följde följt
        gråta gråter grät gråtit
        hålla håller höll hållit
        köra kör körde kört
        höra hör hörde hört
        lära lär lärde lärt
        skära skär skar skurit
        slå slår slog slagit
        stå står stod stått
        stjäla stjäl stal stulit
        dra drar drog dragit
        välja väljer valde valt
        bryta bryter bröt brutit
        bjuda bjuder bjöd bjudit
        erbjuda erbjuder erbjöd erbjudit
        gripa griper grep gripit
        stiga stiger steg stigit
        bära bär burit
        möta möter mötte mött
        betala betalar betalade betalat betalt
        hinna hinner hann hunnit
        försvinna försvinner försvann försvunnit
        äta äter ätit
        beställa beställer beställde beställt
        ställa ställer ställde ställt
        känna känner kände känt
        hända händer hände hänt
        sända sänder sände sänt
        glömma glömmer glömde glömt
        behöva behöver behövde behövt
        fylla fyller fyllde fyllt
        ta tar tagit
        be ber bett
        öppna öppnar öppnade öppnat öppen öppet
        sjunga sjunger sjöng sjungit
        binda binder bundit
        bita biter bitit
        brinna brinner brann brunnit
        driva driver drev drivit
        dyka dyker dök dykt
        dö dör dött
        flyta flyter flöt flutit
        förlåta förlåter förlät förlåtit
        tillåta tillåter tillät tillåtit
        glida glider gled glidit
        gnida gnider gned gnidit
        hugga hugger högg huggit
        heta heter hette hetat
        kliva kliver klev klivit
        klyva klyver klöv kluvit
        knyta knyter knöt knutit
        krypa kryper kröp krupit
        le ler log lett
        leva lever levde levt
        uppleva upplever upplevde upplevt
        lida lider lidit
        ljuga ljuger ljög ljugit
        ljuda ljuder ljöd ljudit
        njuta njuter njöt njutit
        rida rider ridit
        rinna rinner rann runnit
        riva river rev rivit
        sjunka sjunker sjönk sjunkit
        skilja skiljer skilde skilt
        skina skiner sken skinit
        skjuta skjuter sköt skjutit
        skrika skriker skrek skrikit
        skryta skryter skröt skrutit
        slippa slipper slapp sluppit
        slita sliter slet slitit
        smita smiter smet smitit
        smyga smyger smög smugit
        smörja smörjer smorde smort
        spricka spricker sprack spruckit
        sticka sticker stack stuckit
        stryka stryker strök strukit
        stödja stödjer stödde stött
        svika sviker svek svikit
        svära svär svor svurit
        tiga tiger teg tigit
        tvinga tvingar tvingade tvungit
        undvika undviker undvek undvikit
        vika viker vek vikit
        vrida vrider vred vridit
        växa växer växte vuxit
        avgöra avgör avgjorde avgjort
        behålla behåller behöll behållit
        innehålla innehåller innehöll innehållit
        fortsätta fortsätter fortsatte fortsatt
        ersätta ersätter ersatte ersatt
        översätta översätter översatte översatt
        anställa anställer anställde anställt anställd anställda
        beskriva beskriver beskrev beskrivit
        förstöra förstör förstörde förstört
        anse anser ansåg ansett
        inse inser insåg insett
    """,
    "en": """
        child children
        man men
        woman women
        person people persons
        foot feet
        tooth teeth
        goose geese
        mouse mice
        wife wives
        life lives
        knife knives
        half halves
        shelf shelves
        loaf loaves
        good better best
        bad worse worst
        buy buys bought buying
        bring brings brought bringing
        think thinks thought thinking
        catch catches caught
        teach teaches taught
        give gives gave given giving
        take takes took taken taking
        go goes went gone going
        come comes came coming
        see sees seen seeing
        say says said saying
        tell tells told telling
        find finds found finding
        feel feels felt feeling
        lose loses lost losing
        make makes made making
        send sends sent sending
        spend spends spent
        keep keeps kept
        sleep sleeps slept
        meet meets met
        pay pays paid
        sell sells sold
        hold holds held
        hear hears heard
        stand stands stood
        understand understands understood
        sit sits sat
        write writes wrote written writing
        drive drives drove driven driving
        ride rides rode ridden
        break breaks broke broken
        speak speaks spoke spoken
        wear wears wore worn
        choose chooses chose chosen
        forget forgets forgot forgotten
        get gets got gotten getting
        know knows knew known
        grow grows grew grown
        throw throws threw thrown
        fly flies flew flown
        begin begins began begun
        drink drinks drank drunk
        sing sings sang sung
        run runs ran running
        win wins won
        eat eats ate eaten
        build builds built
        lend lends lent
        wake wakes woke woken
        steal steals stole stolen
        freeze freezes froze frozen
        hide hides hid hidden
        show shows showed shown
        deliver delivers delivered delivering delivery deliveries
        colour color colours colors coloured colored
        favour favor favours favors favourite favorite
        honour honor honoured honored
        neighbour neighbor neighbours neighbors
        behaviour behavior
        centre center centres centers
        parcel parcels
        apology apologies apologise apologize apologised apologized apologises apologizes
        fall falls fell fallen falling
        blow blows blew blown
        draw draws drew drawn
        hang hangs hung
        lead leads led
        light lights lit
        mean means meant
        ring rings rang rung
        shake shakes shook shaken shaking
        shine shines shone shining
        shoot shoots shot
        slide slides slid sliding
        spill spills spilt spilled
        stick sticks stuck
        strike strikes struck striking
        sweep sweeps swept
        swim swims swam swum
        swing swings swung
        tear tears tore torn
        weep weeps wept
        learn learns learnt learned
        burn burns burnt burned
        smell smells smelt smelled
        dream dreams dreamt dreamed
        feed feeds fed
        fight fights fought
        seek seeks sought
        bend bends bent
        bind binds
        creep creeps crept
        deal deals dealt
        dig digs dug
        flee flees fled
        forgive forgives forgave forgiven forgiving
        kneel kneels knelt
        lay lays laid
        rise rises risen rising
        sink sinks sank sunk
        sew sews sewn sewed
        shrink shrinks shrank shrunk
        swear swears swore sworn
        die dies died dying
        tie ties tied tying
        wolf wolves
        thief thieves
        calf calves
        scarf scarves
        hoof hooves
    """,
}
