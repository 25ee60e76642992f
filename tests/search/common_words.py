"""Common words of service and everyday life, to see that compounds come apart and that other words do not."""

from __future__ import annotations

APART = {
    "da": """
        brænde|ovnen bage|ovnen ovn|låge tand|pine tand|læge tand|børste øjen|læge hår|børste fod|pleje fod|støtte
        hånd|klæde hånd|bagage hånd|vask ben|skinne ben|brud arm|bånd arm|læn ryg|sæk ryg|læn hals|tørklæde mave|pine
        hoved|pine hoved|pude øre|ringe finger|ring vielses|ring forlovelses|ring guld|ring guld|smed køle|skab
        fryse|skab kaffe|maskine vaske|maskine opvaske|maskine tørre|tumbler støv|suger gryde|låg pande|kage gryde|ske
        te|kande kaffe|kop kaffe|kande vand|glas vin|flaske øl|flaske sove|værelse bade|værelse bade|kar bade|bukser
        bade|dragt vinter|jakke regn|jakke regn|frakke regn|vejr sne|vejr sne|storm torden|vejr vind|møller
        strøm|afbrydelse strøm|svigt vand|skade vand|rør vand|måler el|måler fjern|varme varme|regning bil|nøgle
        bil|forsikring bil|værksted bil|ferie bil|dæk vinter|dæk cykel|kurv cykel|slange cykel|sti rulle|stol køre|stol
        køre|stols|plads barne|vogn barne|stol barne|barn klap|vogn lade|cykel tog|billet tog|station tog|forsinkelse
        bus|stoppested bus|kort fly|billet fly|rejse fly|plads færge|billet færge|leje rejse|forsikring rejse|gods
        rejse|kort taxa|chauffør lastbil|chauffør pakke|shop pakke|boks post|kasse post|kontor post|nummer post|bud
        brev|sprække leverings|tid leverings|adresse fragt|gebyr retur|pakke retur|vare gave|papir gave|æske gave|bånd
        fødselsdags|gave fødselsdags|kage fødselsdags|kort bryllups|gave bryllups|rejse bryllups|dag bryllups|kjole
        dåbs|kjole konfirmations|fest jule|træ jule|gave jule|aften jule|mand påske|ferie sommer|ferie sommer|hus
        efterårs|ferie syge|hus syge|plejerske syge|dagpenge syge|melding hospitals|seng skade|stue vente|liste
        vente|værelse nød|opkald blod|prøve blod|tryk blod|sukker blod|bank hjerte|medicin smerte|stillende hoste|saft
        apoteks|medarbejder høre|apparat læse|briller sol|briller kontakt|linse bank|konto bank|rådgiver bank|kort
        kredit|kort hæve|automat løn|konto lån|rente bolig|lån bolig|støtte hus|leje husleje|indskud leje|kontrakt
        ejendoms|mægler forsikrings|police forsikrings|sag skades|anmeldelse selv|risiko biblioteks|bog skole|bog
        skole|taske skole|gård skole|lærer vugge|stue dag|pleje klasse|værelse klasse|lærer lyd|bog koge|bog
        tegne|serie eventyr|bog blomster|buket blomster|butik blomster|handler rose|buket tulipan|løg grave|plads
        grav|sted grav|sten begravelses|dag begravelses|kaffe kirke|klokke kirke|gård orgel|spil mobil|telefon
        mobil|abonnement telefon|opkald telefon|samtale telefon|nummer fiber|net fjernsyns|kanal fjern|betjening
        skærm|billede bruger|navn adgangs|kode fejl|besked fejl|melding kunde|klage kunde|center kunde|oplevelse
        klage|brev klage|sag arbejds|plads arbejds|dag arbejds|kollega afdelings|leder butiks|chef butiks|vindue
        kasse|apparat kasse|bon prøve|rum stue|plante have|møbel have|slange have|stol plæne|klipper græs|slåmaskine
        mælke|karton mælke|pulver æble|kage æble|træ æble|grød kartoffel|mos kartoffel|skræl hindbær|tærte
        jordbær|syltetøj chokolade|kage lag|kage fødselsdags|lagkage brød|kniv rug|brød fransk|brød ost|mad mad|pakke
        aftens|mad morgen|mad frokost|pause hunde|mad hunde|snor hunde|hvalp katte|bakke katte|killing dyre|læge
        dyre|klinik dyre|handel heste|vogn fugle|unge akvarie|fisk ældre|pleje pleje|hjem pleje|centret hjemme|hjælp
        hjemme|hjælper hjemme|pleje rengørings|hjælp nøgle|boks dør|klokke dør|hammer musik|skole musik|instrument
        klaver|undervisning sang|kor teater|billet teater|stykke biograf|billet koncert|sal udstillings|model
        museums|gæst svømme|hal svømme|undervisning svømme|bassin sports|taske løbe|sko fodbold|støvle fodbold|kamp
        ski|støvle ski|ferie sejl|båd rednings|vest rednings|båd taske|rem ur|mager sko|mager sko|æske sy|maskine
        strikke|tøj under|tøj nat|tøj over|tøj arbejds|tøj senge|tøj dyne|betræk
        """,
    "sv": """
        ugns|lucka tand|värk tand|läkare tand|borste ögon|läkare hår|borste fot|vård hand|duk hand|bagage hand|fat
        ben|brott arm|band rygg|säck rygg|stöd hals|duk mag|ont huvud|värk huvud|kudde finger|ring vigsel|ring
        förlovnings|ring guld|ring guld|smed kyl|skåp frys|skåp kaffe|maskin tvätt|maskin disk|maskin tork|tumlare
        damm|sugare stek|panna pann|kaka te|sked te|kanna kaffe|kopp kaffe|kanna vatten|glas vin|flaska öl|flaska
        sov|rum bad|rum bad|kar bad|byxor bad|dräkt vinter|jacka regn|jacka regn|rock regn|väder snö|väder snö|storm
        åsk|väder ström|avbrott vatten|skada vatten|rör vatten|mätare el|mätare fjärr|värme värme|räkning bil|nyckel
        bil|försäkring bil|verkstad bil|semester bil|däck vinter|däck cykel|korg cykel|slang cykel|väg rull|stol
        barn|vagn barn|stol barn|barn bil|barnstol last|cykel tåg|biljett tåg|station tåg|försening buss|hållplats
        buss|kort flyg|biljett flyg|resa flyg|plats färje|biljett färje|läge rese|försäkring rese|sällskap rese|kort
        taxi|chaufför lastbils|chaufför paket|ombud paket|box brev|låda post|kontor post|nummer brev|bärare brev|inkast
        leverans|tid leverans|adress frakt|avgift retur|paket present|papper present|ask present|band
        födelsedags|present födelsedags|tårta födelsedags|kort bröllops|present bröllops|resa bröllops|dag
        bröllops|klänning dop|klänning student|fest jul|gran jul|klapp jul|afton jul|tomte jul|skinka påsk|lov
        sommar|lov sommar|hus sport|lov sjuk|hus sjuk|sköterska sjuk|penning sjuk|anmälan sjukhus|säng akut|mottagning
        vänt|lista vänt|rum nöd|samtal blod|prov blod|tryck blod|socker blod|givare hjärt|medicin smärt|stillande
        host|medicin hör|apparat läs|glasögon sol|glasögon kontakt|lins bank|konto bank|rådgivare bank|kort kredit|kort
        uttags|automat löne|konto lån|ränta bostads|lån bostads|bidrag hyres|avtal hyres|gäst hyres|värd lägenhets|dörr
        fastighets|mäklare fastighets|skötare försäkrings|brev försäkrings|bolag skade|anmälan själv|risk
        biblioteks|bok barn|bok skol|bok skol|väska skol|gård skol|lärare barn|omsorg dag|mamma klass|rum
        klass|föreståndare ljud|bok kok|bok blomster|bukett blom|butik blomster|handlare ros|bukett tulpan|lök
        grav|plats grav|sten begravnings|byrå begravnings|kaffe kyrk|klocka kyrko|gård orgel|musik mobil|telefon
        mobil|abonnemang telefon|samtal telefon|nummer bredbands|uppkoppling fiber|nät fjärr|kontroll skärm|bild
        användar|namn lösen|ord fel|meddelande kund|klagomål kund|center kund|upplevelse klago|mål arbets|plats
        arbets|dag arbets|kamrat avdelnings|chef butiks|chef skylt|fönster kassa|apparat kassa|kvitto prov|rum
        kruk|växt trädgårds|möbel vatten|slang trädgårds|stol gräs|klippare mjölk|kartong mjölk|pulver äppel|kaka
        äppel|träd potatis|mos potatis|skal hallon|paj jordgubbs|sylt choklad|kaka prinsess|tårta bröllops|tårta
        bröd|kniv råg|bröd ost|macka mat|låda mat|säck middags|mat frukost|buffé lunch|rast hund|mat hund|koppel
        hund|valp katt|låda katt|unge djur|sjukhus djur|affär häst|vagn fågel|unge akvarie|fisk äldre|boende
        äldre|omsorg hem|tjänst hem|hjälp städ|hjälp nyckel|knippa dörr|klocka dörr|handtag musik|skola
        musik|instrument piano|lektion sång|kör teater|biljett teater|pjäs bio|biljett konsert|sal konsert|hus
        utställnings|föremål museum|besökare sim|hall sim|skola sim|bassäng sport|väska löpar|skor fotbolls|sko
        fotbolls|match skid|skola skid|resa lift|kort segel|båt flyt|väst liv|båt ur|makare sko|makare sko|kartong
        sy|maskin stick|garn under|kläder natt|linne ytter|kläder arbets|kläder barn|kläder säng|kläder kudd|fodral
        foto|album kardemumma|bullar kanel|bullar kött|bullar spår|vagn gräs|matta blomster|kruka
        """,
}
"""Where they come apart: the last part as it stands, and how the first ones begin."""
WHOLE = {
    "da": """
        havde kunne skulle ville siger kommer talte hjalp ringede svarede ventede spurgte fortalte sendte købte solgte
        betalte modtog leverede bestilte klagede takkede smilede grinede græd lyttede undskyldte kunden kunder
        medarbejderen kollegaen kollegerne lederen chefen direktøren manden kvinden pigen drengen børnene familien
        forældrene bedstemoren mormor farfar naboen vennen billetten kontoret butikken lageret hylden kassen fakturaen
        regningen kvitteringen adressen pakken pakkerne brevet brevene kortet kortene gaven gaverne blomsterne buketten
        tulipanerne roserne sommeren vinteren foråret efteråret mandagen tirsdag onsdag torsdag fredag lørdag minutter
        minuttet timerne dagene ugerne måneden januar februar december oktober stationen toget færgen flyet bussen
        taxaen chaufføren passageren passagererne perronen forsinkelsen billet rejsen turisten turister hotellet
        receptionen værelset hospitalet patienten patienterne lægen sygdommen medicinen operationen apoteket tabletter
        recepten kirurgen computeren skærmen telefonen telefonerne internettet routeren signalet forbindelsen systemet
        programmet historien historier oplevelsen glæden lykken sorgen vreden tillid ansvar beslutning beslutningen
        service samtaler samtalen spørgsmål svaret svarene løsningen problemet fejlen fejlene hjælpen tilbuddet gammel
        gamle venlig venlige hurtigt langsomt smukke vidunderlig fantastisk utrolig dejligt forfærdelig uheldig
        tilfreds utilfreds overrasket forvirret lettet taknemmelig ærlig danmark sverige københavn aarhus odense
        aalborg esbjerg randers kolding helsingør roskilde svendborg hillerød sønderborg kristine christina mathilde
        sofie anders rasmus morten henrik kirsten birgitte annemette alexander sebastian elefanten giraffen tigeren
        hunden katten hesten kaninen papegøjen skildpadden sandwich salaten suppen kartoffel kartoflerne tomaten
        agurken bananen appelsin chokoladen kagerne cigaretter madrassen gardinet lampen sofaen stolen bordet tæppet
        puden dynen spejlet vinduet døren trappen elevatoren altanen haven interessant forskellig reservation
        information kommunikation organisation generation station nation situation institution diskussion reserveret
        bestilling betaling forklaring behandling handling stilling udstilling afdeling ordning
        """,
    "sv": """
        hade kunde skulle ville säger kommer talade hjälpte ringde svarade väntade frågade berättade skickade köpte
        sålde betalade levererade beställde klagade tackade log skrattade grät lyssnade kunden kunderna medarbetaren
        kollegan kollegorna ledaren chefen direktören mannen kvinnan flickan pojken barnen familjen föräldrarna mormor
        farfar grannen vännen biljetten kontoret butiken lagret hyllan kassan fakturan räkningen kvittot adressen
        paketet paketen brevet breven kortet korten presenten presenterna blommorna buketten tulpanerna rosorna
        sommaren vintern våren hösten måndagen tisdag onsdag torsdag fredag lördag söndag minuter minuten timmarna
        dagarna veckorna månaden januari februari december oktober stationen tåget färjan flyget bussen taxin
        chauffören passageraren perrongen förseningen resan turisten hotellet receptionen rummet frukosten sjukdomen
        patienten patienterna läkaren medicinen operationen apoteket tabletter receptet kirurgen datorn skärmen
        telefonen internet routern signalen systemet programmet historien historier upplevelsen glädjen lyckan sorgen
        ilskan förtroende ansvar beslut beslutet service samtal samtalet frågan svaret lösningen problemet felet felen
        hjälpen erbjudandet gammal gamla vänlig vänliga snabbt långsamt vackra underbar fantastisk otrolig hemsk
        förvirrad lättad tacksam ärlig missnöjd danmark sverige stockholm göteborg malmö uppsala linköping västerås
        örebro norrköping helsingborg jönköping umeå kristina mathilda sofia anders rasmus henrik kerstin birgitta
        alexander sebastian johansson andersson karlsson nilsson eriksson larsson elefanten giraffen tigern hunden
        katten hästen kaninen papegojan smörgås salladen soppan potatisen tomaten gurkan bananen apelsin chokladen
        kakorna cigaretter madrassen gardinen lampan soffan stolen bordet mattan kudden täcket spegeln fönstret dörren
        trappan hissen balkongen intressant reservation information kommunikation organisation generation station
        nation situation institution diskussion betalning förklaring behandling handling ställning utställning
        avdelning ordning beställning tillverkare
        """,
}
