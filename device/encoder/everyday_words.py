"""Everyday words of languages in Latin letters, as `device.encoder.language` scores them.

Data only, written for this: no list was copied.
"""

from __future__ import annotations

from typing import Final

# Everyday words: plain forms, from which `INFLECTIONS` gives the others, and irregular ones.
EVERYDAY: Final[dict[str, str]] = {
    "en": """
        able accept account ache act action add address afraid afternoon age ago agree air airport
        album alone along already amazing amount angry animal anniversary answer anxious anybody
        anymore anyone anything anyway anywhere apartment apologize apple appointment april area
        argue arm around arrive art article ask asleep august aunt autumn available away awesome
        awful baby back bad bag bake ball band bank base bath bathroom beach bean bear beat
        beautiful become bed bedroom beef beer begin behind believe belong best better big bike bill
        bird birthday bit black blanket blood blue board boat body boil bone book boring borrow boss
        bottle bottom bowl box boy boyfriend brain bread break breakfast breath bridge bright bring
        broken brother brown brush budget build business busy butter button buy cafe cake call calm
        camera camp cancel car card care carry case cash cat catch cause celebrate cell chair chance
        change charge cheap check cheese chest chicken child children chocolate choice choose church
        cinema city class clean clear client climb clock close clothes cloud coat code coffee cold
        colleague college color colour come comfortable company complete computer concert confirm
        congrats congratulations contact cook cool copy corner cost cough country couple course
        cousin cover crazy cream credit cry cup curry cut cute cycle dad damn dance dangerous dark
        date daughter day dead deal dear death debt december decide deep delicious delivery dentist
        depend design desk dessert diary die diet different difficult dinner dirty dish doctor dog
        door double doubt down download dream dress drink drive drop dry due dumb ear early earth
        east easy eat egg eight else empty end energy english enjoy enough evening event everybody
        everyone everything everywhere exactly exam example except excited excuse exercise expensive
        explain eye face fact fail fall family famous fan far farm fast fat father favorite
        favourite fear february feed feel feet festival fever field fight figure file fill final
        finally find fine finger finish fire first fish fit five fix flat flight floor flower fly
        follow food foot football forget fork form forward four free fresh friday fridge friend
        front fruit full fun funny future game garden gas gate get gift girl girlfriend give glad
        glass go goal god gold good goodnight goodbye great green grey grocery ground group grow
        guess guest guide guitar guy gym hair half hand hang happen happy hard hat hate head health
        hear heart heavy hell hello help hero hey hi high hill history hit hobby hold holiday home
        homework honest hope horrible horse hospital hot hour house huge human hundred hungry hurry
        hurt husband ice idea important inside insurance interest interesting interview invite
        island issue jacket january japan japanese job join joke july jump june keep key kick kid
        kill kind king kitchen knee knife know korea korean lady lake language last late later laugh
        laundry law lazy leave left leg lend lesson less letter level library lie life light like
        line link list listen little live lol loan long look lose lot loud love low luck lucky lunch
        luggage mad make man manager map march mark marriage married match matter maybe meal mean
        meat medicine meet meeting member memory men mention menu mess message midnight milk million
        mind minute mirror miss mistake mix mom moment monday money month mood moon morning mother
        mountain mouse mouth move movie mum museum mushroom music name near neck need neighbor
        neighbour nervous new news next nice night nine nobody noise noodle noon normal north nose
        note nothing notice november now number nurse nut object october odd off offer office often
        oil old once one onion open option orange order out outside oven pack page pain paint pair
        pan paper parent part partner pass passport password past pay peace pen people pepper
        perfect person phone pick picture piece pig pill pink place plan plane plant plate play
        please plenty plus pocket point police pool poor pork possible post potato practice practise
        prefer prepare present pretty price print private probably problem project promise proud
        public pull purple push put quarter question quick quiet quit quite rain raise reach read
        ready real really reason receipt receive recipe recommend red refund relax remember remind
        rent repair reply report rest restaurant return rice rich ride right ring river road room
        round rule run sad safe salad salary salt sandwich saturday sauce save say scared school
        science sea season seat second secret see seem sell send september serious seven shame share
        sheet shirt shoe shop short shoulder shout show shower shut shy sick side sign silver simple
        sing single sister sit six size skin sky sleep slow small smart smell smile smoke snack snow
        sock soft someone something sometimes somewhere son song soon sorry sort sound soup south
        space speak special spend spicy spoon sport spring stand star start station stay steal steak
        step stick stomach stop store storm story straight strange street stress strong student
        study stuff stupid style subway success sugar suggest suit summer sun sunday sunny supper
        suppose sure surprise sweet swim table take talk tall taste tax tea teach teacher team tell
        ten terrible text thank thanks theater theatre thing think third thirsty thought thousand
        three throat throw thursday ticket tidy tie till time tiny tip tired today together toilet
        tomato tomorrow tongue tonight tooth top total touch tour towel town toy traffic train
        travel tree trip trouble true trust try tuesday turn twelve twenty twice two type ugly
        umbrella uncle understand university up update use usual vacation vegetable vegetarian view
        village visit voice vote wait wake walk wall wallet want war warm wash watch water way weak
        wear weather website wedding wednesday week weekend weight weird welcome well west wet wheel
        white whole wife win wind window wine winter wish woman women wonder wonderful wood word
        work world worry worse worst worth write wrong yeah year yellow yep yes yesterday young
        yummy zero zoo allergic allergy pregnant moved bought paid told went gone got came saw seen
        felt found kept made met said sent slept spent stood taught threw took woke won wore wrote
        ate began broke brought built caught chose drank drove fell flew forgot gave grew heard held
        knew lost meant ran rang sang sat sold spoke swam understood anime manga gig kettle playlist
        score medical gluten peanut bouquet vegan disappointed curious correct collect stamp bald
        spot careful quickly deploy server folder screen charger trailer episode lovely cheers mate
        pint tube bloody soccer basketball baseball player coach league champion stadium jog hike
        hiking trail tent surf knit sew craft puzzle novel author chapter poem actor actress
        director scene learn kiss degree thirty forty fifty sixty seventy eighty ninety eleven
        thirteen fourteen fifteen sixteen seventeen eighteen nineteen fourth fifth dozen triple
        spanish french german chinese italian russian china spain france germany england america
        american british europe asia lion tiger rabbit sheep goat cow duck bee ant spider snake frog
        whale shark dolphin elephant monkey turtle kitten puppy insect butterfly squirrel deer wolf
        fox owl pet grandma grandpa grandmother grandfather grandson granddaughter nephew niece twin
        toddler teenager teen adult stranger roommate flatmate classmate coworker buddy dude bro sis
        folks gentleman bride groom fiance lamp carpet curtain pillow shelf drawer closet wardrobe
        ceiling roof stairs elevator lift garage attic basement balcony backyard fence freezer stove
        microwave dishwasher sink faucet soap shampoo toothbrush toothpaste razor broom bucket
        candle furniture couch sofa armchair juice cookie biscuit honey jam cereal bacon sausage
        turkey lamb shrimp lobster crab salmon tuna pea carrot cabbage lettuce spinach cucumber
        pumpkin garlic grape cherry peach pear strawberry blueberry lemon lime watermelon melon
        coconut walnut almond candy chips fries burger pancake waffle donut pie pudding omelette
        noodles leftovers spice vinegar flour yogurt whiskey trousers jeans skirt sweater hoodie
        jumper scarf glove boot sandal slipper sneakers trainers pajamas underwear belt zip necklace
        earring bracelet backpack purse suitcase glasses sunglasses uniform outfit cloudy rainy
        windy snowy foggy chilly freezing thunder lightning rainbow fog humid heat flood earthquake
        desert forest ocean wave sand stone leaf leaves grass soil seed root branch weed sunrise
        sunset ankle elbow wrist thumb toe chin cheek lip forehead hip thigh lung liver muscle tear
        sweat sneeze flu bruise injury wound bandage surgery surgeon patient headache toothache
        stomachache backache vaccine prescription dizzy sore swollen itchy sleepy drunk sober
        hungover abroad absent accident accuse achieve admire admit advice afford ahead aim alarm
        alcohol alive allow aloud amazed ambulance amuse annoy annoyed apart appear applause approve
        arrest arrow ashamed assume attack attempt attend attention attitude avoid award aware
        awkward background badly balance bark barely basic basket battery battle beard beautifully
        beauty beg behave beneath beside bet beyond bite bitter blame bleed bless blind block blow
        bomb border bore bother brave breathe brief broad bug bully bump burn burnt bury capital
        captain careless castle casual ceremony certain certainly charm chase cheat cheer chew
        childhood chop cigarette citizen claim clap classic clever cliff climate clown clue coast
        coin collapse comfort comment common complain complicated confess confident confuse confused
        connect consider constant contain content continue control conversation convince cottage
        courage court coward crash crawl create crime criminal cross crowd crowded cruel curse curve
        custom customer daily damage danger dare darling dawn deaf decision defeat defend delay
        delete deliver demand deny depressed describe desperate destroy detail develop devil
        difference dig direct direction disagree disappear discover discuss disease disgusting
        dislike distance disturb divide divorce divorced document doll downstairs downtown drag draw
        drawing drown drug drum dust duty eager earn edge educate effect effort elect embarrassed
        embarrassing emergency emotion employ enemy engage engaged engine enormous enter entire envy
        equal escape especially eventually evil exhausted exist exit expect expecting experience
        expert express extra extremely failure faint fair fairly faith fake false familiar fancy
        fashion fault favor favour feather female fiction fierce finance firm flag flame flash
        flavor flavour flirt float focus fool foolish force foreign foreigner forever forgive former
        fortunate fortune freedom freeze frequent frighten frightened fuel furious gain gamble gang
        gather general generous gentle ghost giant glory goods gorgeous gossip government grab grade
        graduate grand grateful grave greedy greet grief growth guard guilty habit handle handsome
        harm harvest hatred haul headline heal heaven height hesitate hidden hide highway hint hire
        hole honor honour hook hopeless host household hug humble humor hunt ignore ill illegal
        imagine immediately impossible impress improve incredible indeed independent indoors
        information injured innocent inquire insist instead instrument insult intelligent intend
        introduce invent involve iron item jail jealous jewel jewelry journey joy judge justice
        justify knock knowledge label lack ladder lane large laughter lawn lawyer lead leader leak
        lean least legal leisure lick lid likely limit liquid load local lock lonely loose loser
        loss loudly lover lower loyal magic main maintain male manage mankind manner mass master
        mathematics maths mayor measure mechanic melt mercy method middle mild mile military minor
        modern modest moral moreover motion motorbike motorcycle murder mystery nail naked narrow
        nasty nation native nature naughty nearby nearly neat necessary negative neither nest net
        nod none noisy nonsense nowhere obey obvious obviously occasion occur oneself opinion
        opportunity opposite ordinary original otherwise ought outdoors overnight owe owner pale
        panic parcel pardon passenger passion path patience peaceful peel per perform perfume
        perhaps permission permit persuade pile pilot pity plain platform pleasant pleased pleasure
        poet poetry poison polite politely politician pollution popular population porch position
        positive possess possibly pour poverty power powerful praise pray prayer precious predict
        presence president press pressure pretend prevent previous pride priest prince princess
        principal prison prize produce product profit progress proof proper protect protest prove
        provide punch punish pure purpose pursue puzzled quality quarrel queen quid quote race rare
        rarely rather realize recent recently recognize record recover reduce refuse regret regular
        reject relate relationship relative release relief religion rely remain remarkable remove
        repeat replace request rescue research respect respond responsible result retire reveal
        revenge reward rid riddle ripe rise risk roast rob robber rope rotten rough routine row
        royal rub rubbish rude ruin rumor rush sacred sacrifice sailor satisfy satisfied scary scare
        scold scratch scream search secretary security selfish senior sense sensible sensitive
        sentence separate servant serve service settle several shade shadow shake shallow shape
        sharp shave shelter shine ship shock shoot shore shortly shot shouting shovel sight signal
        silence silent silly similar simply sin sincere skill skip slap slave slice slide slightly
        slim slip slowly smooth society soldier solution solve someday somehow soul source spare
        spell spill spirit spit spite splendid split spoil spread square squeeze staff stage stair
        stare starve state statement steady steam steep stiff stir stock stretch strict strike
        string strip struggle stubborn subject succeed sudden suddenly suffer sufficient suitable
        supply support surface surround suspect swallow swear sweep swing sympathy system tail tale
        talent tease technology temper temperature temple tempt tend tender terrify terrified terror
        theirs therefore thick thief thin thirst thorough threat threaten throughout tight title
        tobacco tool topic tough toward towards tower trade tradition translate trap treasure treat
        treatment tremble trial trick truth tune unable underground underneath unfair unfortunately
        unhappy unique unit unite universe unless unlikely unlock upset upstairs urge urgent useful
        useless usually vain valley value various vast victim victory violent violin virtue wander
        warn warning waste weakness wealth weapon weep weigh whenever wherever whether whisper
        whistle whoever wicked wide widow wild willing wing wipe wire wise witch witness wrap yell
        zone grown spoken written chosen driven eaten fallen forgotten frozen given known shown
        stolen taken thrown torn worn bitten beaten begun sung swum flown drawn led lit fed fled
        bent dealt dreamt dug fought hid hung kneel laid learnt leant rode rose shook shone slid
        sought struck stuck stung swore tore wept forgave bid let set idk lmao rofl omg btw np brb
        omw thx tysm pls plz tbh ngl imo imho ttyl gtg hbu wbu wyd ily ikr smh wtf af fr u r ur c n
        ya yup nope nah yay ugh meh eww whoa hiya howdy sup wassup gotcha kinda sorta lemme gimme
        dunno cuz tho thru bc rn asap fyi dm hugs xoxo luv tmrw tmr tonite nite arvo telly loo
        reckon bloke lass lad ta innit legit lowkey vibe vibes cringe slay sus yikes bruh fam y'all
        ma'am o'clock dont cant wont didnt doesnt isnt wasnt im ive youre hes shes theyre thats
        whats theres couldnt wouldnt shouldnt havent hasnt arent werent aint lets hows whos wheres
        how's where's who'd it'd it'll that'll there'll he'd she'd he'll she'll they'd we'd could've
        would've should've might've mustn't needn't daren't oughtn't everyone's someone's else's
        nobody's semester math physics chemistry biology geography essay lecture scholarship diploma
        kindergarten campus screenshot keyboard printer browser upload login logout inbox spam
        selfie hashtag emoji tweet subscribe channel podcast stream gamer console install reboot
        backup dusk fortnight decade century nowadays anytime sometime meantime weekly monthly
        yearly hourly parking driver license licence gasoline petrol pump tyre tire brake seatbelt
        speed crosswalk pavement sidewalk crossing roundabout ferry tram carriage tunnel boarding
        departure arrival baggage customs bargain discount coupon wholesale cashier queue trolley
        aisle invoice mortgage pension wage lottery blackout excellent chaos raincoat plumber decent
        crave dries trash kids almost somebody yourself myself themselves himself herself ourselves
        yourselves itself doing actually against others th explanation dictionary transparent speech
        influence influenced idiot natural education application theory among infinite microphone
        alphabet communication committee dignity forbidden despise became salesman culture chess
        evidence rate vampire supermarket outline chain jaw conclusion dying nap term personality
        impatient lame sibling substitute impolite artist extreme lyrics bullet mathematician
        demonstrate phrase candlelight bicycle personal shit fuck fucking damned machine prohibit
        mutual circumstance altogether capture mysterious task defect contrary insane forth fulfill
        scientist sour optimist pessimist consequence sheer factory meter metre controversial mere
        robot land happiness sadness error above whatever millionaire telephone youth select period
        spacious complaint pole cellar announce guilt severe reliable warmth civilization foundation
        possibility practical presentation reality site rifle current airplane aeroplane transport
        donate billionaire plump vigorous abolish slavery incident blink greeting harsh excessive
        tap clothing sleeve untrue ignorant plot relieve rolled roll pencil illness affair sex
        unconscious conscious syrup attract apply capable peak firework thunderstorm inspect accord
        concentrate homesick accompany interpreter stupidity social suspicious definite definitely
        distinct physical characteristic kilogram donor conference tendency constructive suggestion
        economics dull remote participate activity department costume draft jar track contract lodge
        across businessman deserve advantage technique abuse forecast accurate abnormal ash embassy
        investment cautious pedestrian lay banana republic spouse newspaper northern southern
        eastern western industry policy politics election candidate senator prime minister
        parliament scandal journalist editor magazine publish composer painter sculptor gallery
        exhibition monument statue palace kingdom empire emperor pirate wizard dragon monster zombie
        alien planet galaxy rocket satellite gravity oxygen experiment laboratory chemical atom
        electric electricity electronic nuclear cable plug socket bulb switch motor gear metal steel
        copper plastic rubber leather cotton wool silk fabric thread needle scissors hammer screw
        drill paintbrush mop vacuum garbage recycle appetite applaud approach argument army arrange
        assistant atmosphere audience average beggar behavior behaviour bend betray billion boom
        boredom breast breeze brilliant butcher carpenter carve caution charity childish clay clerk
        comb comedy comic commit compare compete competition compliment conclude condition conflict
        considerate construction consult crack creature crew dairy damp debate decorate delight
        democracy desire despair destination detective determine dialogue diamond digital diligent
        dinosaur disaster disc disgust dispute dive drift drip echo economy elderly electrician
        eliminate emphasize enable encourage envelope environment erase essential establish estimate
        exaggerate examine exchange exhibit expand expense explode explore export exposure fame
        fasten feast fetch fisherman fold fond fountain fragile frame fulfil function funeral fur
        gaze genius gesture glance globe glue grace gradually grain grammar grasp guarantee
        guidebook handkerchief handwriting hardly hasty headphones helicopter hostage illusion
        imagination imitate immense immigrant import impression include increase decrease infant
        infect inform inherit initial inspire instant institution intense interrupt interfere invade
        investigate isolate jungle keen kindness ladybug landlord leap liberty litter loaf logic
        luxury mammal mature maximum minimum melody miracle misunderstand moisture motive mud
        multiply mutter neglect nerve nickname nightmare obstacle occupy odor offend operate
        orchestra organize orphan outlook overcome overlook pace parade paradise parrot pave pebble
        penalty permanent perspective physician pinch pioneer plural poke polish porcelain portrait
        postpone potential preach precise privilege probability procedure profession professor
        prominent promote pronounce pronunciation proposal prosper psychology pupil puppet purchase
        quantity rage railway random rapid reaction rebel recall reckless recognise reflect refugee
        register reluctant remedy reputation resemble reserve resign resist resort restore restrict
        reverse ridiculous roar rotate rug sack saddle scent scheme sculpture shameful shiver
        shoelace shortage shrink shrug sigh skeleton skillful slope sneak snore sob solar spark
        species spectacle spin splash sponge spontaneous spray stable stain stale stem sting
        strategy stroll stumble submarine sue suicide supervise surrender survive suspend symptom
        tailor tame temporary theft thermometer thrill throne timid tissue toast tolerate tomb
        torture tragedy tragic transfer transform treaty tribe triumph troop tropical trumpet tutor
        typical unbelievable undo unknown urban vague valid vanish vehicle venture verb virus vision
        visible vivid vocabulary volcano volunteer voyage wagon warrior wax welfare wheat whip
        wisdom worm worship worthless wreck wrinkle yawn yield born stole granted bow knack slack
        bunny attribute cigar yen program villa impractical paralyze regard groan grope spank affirm
        confide assassinate outstanding situation hallway television either earlier
    """,
    "de": """
        seid warst wart gewesen sei seien habt hattest hattet gehabt hätten hättest hättet wärst
        wären werde werdet würdest würdet könnt konnten konntest gekonnt könntest könntet willst
        wollt wollen wollte wollten wolltest sollst sollt musst müsst musste mussten müssten darfst
        dürfen dürft durfte durften dürfte magst mögt mochte möchtest möchtet weißt wusste gewusst
        tun getan tat taten dachte gedacht gebracht brachte gekannt kannte isst gegessen aß lässt
        ließ gelassen ließen nimmst nimmt gibst gab sieht siehst liest hilfst sprichst triffst
        vergisst läufst fährst schläfst trägst hältst fällst fängst lädst rätst gegangen gekommen
        gefahren geflogen geblieben geschlafen gelaufen gefallen gestanden gesessen gelegen
        gestiegen geschrieben gelesen gesprochen getroffen genommen gegeben getrunken gefunden
        verloren gewonnen vergessen begonnen gesungen geschwommen geholfen gestorben geworden
        gewaschen getragen geschnitten gezogen angekommen abgefahren ausgefallen eingeschlafen
        aufgestanden aufgewacht angerufen eingekauft ausgegangen umgezogen weggegangen
        zurückgekommen durchgefallen verschoben unterwegs vorbei daheim zuhause unterm überm hinterm
        her wert enge war's hab's ist's sag's gib's nimm's hat's tut's denen deren dessen ern
        einzige einzigen ebenso ebenfalls allerdings zwar bloß eh sogar erst erstmal zuerst zuletzt
        schließlich opa oma großvater großmutter mama papa mutti vati eltern onkel tante cousin
        cousine neffe nichte enkel sohn söhne tochter töchter geschwister ehemann ehefrau baby junge
        mädchen jungs herr dame nachbar kollege kollegin chef chefin lehrer schüler student
        verkäufer kellner koch arzt ärztin anwalt ingenieur schriftsteller sänger schauspieler
        polizist polizei feuerwehr friseur zahnarzt fahrer maler könig königin gast gäste leute
        kumpel typ kerl besitzer kunde erwachsene kopf köpfe gesicht auge ohr nase mund zahn zähne
        lippe zunge hals schulter arm hand hände finger nagel brust rücken bauch magen herz blut
        knochen bein knie fuß füße haut haar bart körper mittagessen abendessen frühstück nachtisch
        milch käse butter ei eier fleisch hähnchen huhn schwein rind fisch garnele krabbe reis nudel
        suppe salat gemüse obst apfel äpfel birne banane orange zitrone erdbeere traube melone
        ananas tomate kartoffel zwiebel knoblauch karotte möhre paprika gurke olive öl essig salz
        zucker pfeffer mehl honig keks torte kuchen eis marmelade saft bier wein glas gläser tasse
        teller löffel messer gabel serviette flasche schinken speck wurst würstchen pilz nuss nüsse
        schokolade pommes brötchen sahne getränk schnitzel bretzel brezel imbiss rührei wohnung
        zimmer küche bad badezimmer wohnzimmer schlafzimmer garten balkon treppe aufzug tür fenster
        wand boden decke dach tisch stuhl stühle sessel sofa bett kissen lampe spiegel schrank
        schublade regal kühlschrank ofen herd maschine waschmaschine spülmaschine dusche wanne hahn
        seife handtuch bürste müll schlüssel licht strom steckdose batterie geschirr wäsche miete
        möbel stock etage keller heizung kleidung hemd hose kleid anzug mantel jacke pullover pulli
        hut mütze schal handschuh schuh stiefel socke gürtel brille ring ohrring tasche rucksack
        koffer geldbeutel regenschirm sonnabend januar jänner februar märz april mai juni juli
        august september oktober november dezember frühling frühjahr sommer herbst winter mittag
        mitternacht vormittag nachmittag wochenende jahrhundert minute sekunde stunde augenblick
        datum vorgestern übermorgen feiertag ferien ostern silvester null eins elf zwölf dreizehn
        vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn zwanzig dreißig vierzig fünfzig
        sechzig siebzig achtzig neunzig million zweite dritte vierte fünfte hälfte doppelt dutzend
        viertel halb einmal zweimal dreimal rot blau grün gelb schwarz grau braun lila bunt hell
        dunkel hoch hohe tief dick dünn hübsch hässlich süß nett freundlich lieb böse lustig witzig
        komisch seltsam ernst fröhlich traurig froh wütend sauer nervös ruhig besorgt langweilig
        beschäftigt teuer billig günstig reich sauber schmutzig dreckig voll offen geschlossen
        kaputt stark schwach hart weich warm heiß kalt kühl frisch nass trocken bitter salzig scharf
        lecker köstlich breit schmal leicht schwer langsam schnell schwierig möglich unmöglich
        sicher gefährlich richtig falsch wahr verschieden ähnlich schlecht schlimm schlechter
        nächster vorig vergangen einzig lebendig tot gesund schwanger ledig verheiratet geschieden
        bereit wichtig interessant nötig stolz eifersüchtig schüchtern mutig faul betrunken taub
        blind blond allergisch chaos total totaler totales erschöpft toll geil prima klasse herrlich
        furchtbar schrecklich dumm blöd doof verrückt klug schlau hungrig durstig pünktlich fleißig
        peinlich ehrlich höflich jung bekannt fremd sonne mond stern himmel wolke regen schnee wind
        sturm nebel hitze feuer meer strand fluss see berg wald baum bäume blume gras blatt blätter
        feld erde insel welt sand welle luft vogel vögel pferd kuh schaf hase kaninchen maus ente
        bär löwe tiger affe schlange spinne fliege mücke biene ameise schmetterling tier straße
        platz ecke brücke autobahn ampel gehweg dorf land länder kirche rathaus bibliothek
        buchhandlung laden geschäft supermarkt markt bäckerei apotheke krankenhaus bank post büro
        fabrik universität uni kino theater museum restaurant kneipe flughafen haltestelle
        schwimmbad stadion gefängnis bahn ubahn flugzeug flug schiff boot fahrrad motorrad lastwagen
        reise fahrkarte fahrt ausweis reisepass gepäck verspätung abfahrt ankunft sitz gleis karte
        benzin strafe stau auto wagen telefon rechner computer ausfall bildschirm tastatur nachricht
        passwort netz ladegerät datei seite konto nachrichten zeitung zeitschrift brief umschlag
        briefmarke papier bleistift stift heft roman gedicht wort wörter satz anruf preis rechnung
        quittung gehalt schulden geschenk angebot rabatt einkauf kauf kunden trinkgeld job
        besprechung projekt aufgabe hausaufgaben kurs unterricht prüfung klausur note frage antwort
        fehler lösung zweifel idee beispiel änderung hilfe schuld grund wahrheit lüge geheimnis
        glück pech angst hunger durst eile lust freude trauer liebe hass kuss küsse küsschen
        umarmung freundschaft scham wut stress ahnung quatsch blödsinn mist gesundheit schmerz
        schmerzen fieber husten grippe erkältung schnupfen wunde tablette medizin medikament impfung
        operation allergie feier hochzeit spiel spielzeug mannschaft tor fußball sport musik lied
        gitarre klavier tanz serie bild eintritt konzert kunst englisch französisch spanisch
        italienisch chinesisch japanisch koreanisch russisch deutschland österreich schweiz
        frankreich spanien italien japan korea deutscher teil art weise gruppe ort stelle punkt
        linie anfang ende mitte links rechts oben unten innen außen drinnen draußen hinten vorne
        dahinter davor darüber darunter geradeaus norden süden osten westen weg weit nah nähe drüben
        hinter neben gerade damals neulich sofort manchmal oft selten meistens plötzlich
        wahrscheinlich bestimmt sicherlich nämlich jedenfalls trotzdem deshalb deswegen darum dafür
        dagegen damit davon dazu daran darauf daraus dabei dadurch danach daher sonst außer statt
        trotz wegen fast beinahe ziemlich völlig kaum überall irgendwo nirgends irgendwie irgendwas
        irgendwer jemanden jedes jeden jedem keins keiner niemanden einander beides manche manchen
        mehrere wenig wenige weniger wieviel wieso weshalb woher wohin womit wofür worauf wessen wem
        wen sobald solange falls indem sowie sondern entweder weder tschau servus moin grüß gruß
        grüße glückwunsch herzlichen willkommen prost entschuldigung sorry achtung vorsicht
        gottseidank mahlzeit tja achso aha jo jep jup joa nee oki lg vg mfg hdl hdgdl kp ka bzw usw
        zb evtl vllt vlt iwie iwas wg dankeschön bitteschön alter digga hammer mega ey oje jaja nich
        nix nen isses gehts wies wars hats gibts machs aufs ums fürs übers durchs ans hätt wär kanns
        mussn willste haste kannste biste weißte tod name vorname adresse nummer lärm geruch
        geschmack farbe größe gewicht höhe frieden krieg regierung gesetz präsident geschichte
        wissenschaft mathe physik kultur gott ding dinge sache witz streit gerücht mühe paket
        fernseher weihnacht sinn kram chance in an ob sich diesem diesen jenem jener jene unserem
        unserer eurem euer eure deinem deiner seinem seiner seines ihre ihren ihrem ihrer irgendein
        irgendeine irgendeinen irgendwelche irgendetwas einige einigen meisten mindestens spätestens
        zumindest überhaupt besonders genauso selbst selber ewig je bisher seither seitdem bevor
        nachdem stattdessen selbstverständlich vermutlich scheinbar offenbar absichtlich nachts
        morgens abends mittags tagsüber täglich wöchentlich monatlich jährlich dauernd ständig
        andauernd demnächst kürzlich früher später hundertmal insgesamt wenigstens höchstens
        ungefähr etwa rund paar bisschen gar dran drin drauf drum dahin dorthin hierher hierhin rein
        raus runter rauf rüber gegenseitig gemeinsam also extrem normal typisch neugierig überrascht
        leid müsse dürfe sollen lassen verdammt erbärmlich echter einsam unglücklich unhöflich
        unwahrscheinlich selbstsüchtig ungeduldig geduldig berühmt beliebt bekloppt nervig verwirrt
        verwirrend kompliziert nützlich nutzlos hilfreich hilflos medizinisch wissenschaftlich
        technisch politisch wirtschaftlich chemisch städtisch menschlich künstlich unendlich
        unerwartet unerträglich unbehaglich besoffen vorsichtig aufmerksam neidisch geizig großzügig
        gierig zufrieden enttäuscht erleichtert gespannt aufgeregt entspannt gestresst genervt
        schockiert begeistert riesig winzig uralt modern altmodisch schick bequem eng eckig flach
        steil glatt rau spitz stumpf leise laut still schuldig unschuldig treu untreu gerecht
        ungerecht nackt barfuß roh reif giftig wild zahm autor dichter künstler wissenschaftler
        richter zeuge feind held geist vampir pirat hexe drache ungeheuer dieb mörder soldat matrose
        pilot gärtner klempner elektriker maurer mechaniker beamte arbeiter bauer bäcker metzger
        briefträger direktor sekretärin spieler sieger meister zwilling familie verwandte volk staat
        gesellschaft firma betrieb unternehmen wirtschaft handel industrie partei wahl stimme recht
        pflicht freiheit gleichheit gerechtigkeit gefahr unfall brand erdbeben überschwemmung
        katastrophe erfolg misserfolg niederlage sieg hoffnung verzweiflung jugend kindheit
        gedächtnis erinnerung verstand seele gefühl stimmung bewegung entfernung meter kilometer
        zentimeter liter menge summe zahl ziffer klang bedeutung zeichen zweig ast wurzel samen
        getreide weizen hafer kirsche himbeere blaubeere pflaume pfirsich pilze hafen küste ufer tal
        hügel höhle wüste dschungel pfad rad reifen bremse lenkrad motor werkzeug schraube säge rohr
        kamera gerät apparat roboter rakete planet weltall raum energie gas metall eisen gold silber
        holz plastik leder wolle baumwolle seide klamotten bude karre kohle knete glotze hocker bock
        penner arsch scheiße scheiß verdammte kacke digger läuft passt klappt klappen stimmts nice
        chillig einzel einzeln einzelne dreck schmutz picknick unentschieden shooting muskel kater
        muskelkater lieferung vertrag empfang wecker schwiegereltern trainer training lauf rennen
        schweiß verletzung verband übelkeit schwindel albtraum traum kredit gehaltserhöhung
        beförderung kündigung rente rentner arbeitslos kreuzfahrt wanderung spaziergang ausflug
        pfanne topf deckel staubsauger besen staub vorhang teppich führerschein werkstatt
        abschleppdienst strecke umleitung baustelle male malen malst
    """,
    "fr": """
        étions étiez furent fus fusse serai seras serons serez soyez soyons sois soient eu eus aie
        aies ayez ayons aient auras aura aurai aurons aurez auront aurais aurait auraient aurions
        aviez avaient ayant étant été allais allait allé allée allés irai iras ira irons irez iront
        irais irait aille ailles font faisons faisait faisais faisaient faisant ferai feras fera
        ferons ferez feront ferais ferait fasse fasses fis fit dis disons dites disent disais disait
        dirai dira dirais dirait dise venons venez viennent venais venait venu venue venus viendrai
        viendras viendra viendront viendrais viendrait vienne reviens revient revenez reviennent
        revenir revenu revenue deviens devient devenir devenu souviens souvient souvenir tenir tient
        tenez tenu tenais prends prend prenez prenons prennent prenait prenais prendrai prendra
        prise prenne apprends apprend apprendre appris apprenez comprends comprend comprendre
        compris comprenez comprennent surpris met mets mettez mettons mettent mis mise mettra
        mettrai mette permis promets promis promettre vois voyez voyons voient voyais voyait verrai
        verras verra verrons verrez vue vus voie revoir croit croyez croient croire cru croyais
        reçois reçoit recevoir reçu devez devons doivent devais devait devrais devrait devras devra
        dû bois boit buvez boivent buvons bu buvait boirai lis lit lisez lisent lire lisais lisait
        écris écrit écrivez écrivent écrire écrivait conduis conduit conduisez conduire traduis
        traduire cuit cuire plaît plaire plais pleut pleuvait pleuvoir pleuvra plu fallait faudra
        faudrait fallu vaut valoir valait vaudrait veulent voulez voulons voulais voulait voulu
        voudra veuille veuillez peuvent pouvez pouvons pouvais pouvait pu pourra pourras pourrez
        pourrons pourront pourrions puisse puissions savez savons savent savais savait su saura
        sauras sache sachez connaît connaissez connaissent connaissait connu connaître connaisse
        paraît disparu naître né née nés mourir meurt meurs mourra mourant courir cours court courez
        courent couru courait ouvre ouvres ouvrez ouvrir ouvert couvert offrir offre offert souffrir
        souffre découvert découvrir cueillir accueillir rire ris rit rient riez sourit sourire vivre
        vis vit vivent vivez vivons vécu vivait suivre suit suivez suivi éteins éteint éteindre
        peindre peint plains plaint craindre craint craque rejoins rejoint rejoindre asseoir assieds
        assied asseyez assis assise bats bat battu connaissais fuir fuit haïr hais sers sert servi
        pars part partez partent partons parti partie sors sort sortez sortent sorti sortie dors
        dort dorment dormez dormi sens ressens mens ment menti rendu vendu attendu entendu répondu
        descendu tais tait taire tien interdit lu envoies enverrai enverra paie paies achète achètes
        achètent lève lèves appelle appelles jette espère préfère répète inquiète amène promène
        emmène veinarde nettoie essaie ennuie j'avais j'aurai qu'est n'ai n'as n'a n'y s'est
        t'inquiète t'inquiete j'sais j'peux chuis combien avis cas succès hauteur feux vont
        d'ailleurs satisfait satisfaire écureuil ballon velo ciné bip plume tendu décidément
        davantage m'a t'a l'a s'y j'y t'y d'y d'à qu'y qu'à papa maman papi mamie oncle tante cousin
        cousine neveu nièce mari épouse époux bébé gamin gosse jeune voisin voisine patron patronne
        collègue copain copine chef professeur prof maître élève étudiant étudiante vendeur vendeuse
        serveur serveuse cuisinier infirmier infirmière avocat ingénieur écrivain chanteur chanteuse
        acteur actrice policier pompier coiffeur dentiste conducteur peintre roi reine adulte
        étranger client touriste gars mec meuf nana type pote tête visage oeil œil yeux oreille nez
        bouche dent lèvre langue cou gorge épaule bras main doigt ongle poitrine dos ventre estomac
        coeur cœur sang os jambe genou pied peau cheveu cheveux barbe corps repas déjeuner dîner
        goûter dessert lait fromage beurre oeuf œuf viande poulet porc boeuf bœuf veau poisson
        crevette riz pâtes soupe salade légume fruit pomme poire banane orange citron fraise raisin
        melon pastèque ananas tomate patate oignon ail carotte poivron laitue olive huile vinaigre
        sel sucre poivre farine miel biscuit tarte gâteau glace bonbon confiture jus bière thé verre
        tasse assiette cuillère couteau fourchette serviette bouteille jambon saucisse omelette
        champignon noix amande crêpe baguette croissant fruits frites cidre boisson nourriture
        appartement appart chambre cuisine salon jardin terrasse balcon escalier ascenseur porte
        fenêtre mur sol plafond toit chaise fauteuil canapé oreiller couverture drap lampe miroir
        armoire placard tiroir étagère frigo four machine vaisselle lessive douche baignoire robinet
        savon brosse poubelle clef lumière ménage étage pièce loyer meuble vêtement chemise pantalon
        jupe robe costume manteau veste pull chapeau casquette écharpe gant chaussure basket botte
        chaussette ceinture lunettes montre bague boucle sac valise portefeuille parapluie poche
        janvier février mars avril mai juin juillet août septembre octobre novembre décembre
        printemps automne hiver midi minuit matinée soirée journée veille siècle minute seconde
        instant moment date zéro six onze douze treize quatorze quinze seize vingt trente quarante
        cinquante soixante million deuxième troisième quatrième cinquième moitié double douzaine
        dizaine rouge bleu vert verte jaune noir blanc blanche gris grise marron rose violet
        violette haut haute bas basse gros grosse mince maigre mignon mignonne moche laid gentil
        gentille sympa méchant drôle bizarre étrange sérieux sérieuse joyeux joyeuse triste heureuse
        fâché énervé nerveux nerveuse calme inquiet ennuyeux amusant occupé cher chère riche pauvre
        propre sale plein pleine vide fermé cassé fort forte faible dur dure doux douce chaude
        froide tiède frais fraîche mouillé sec sèche sucré salé amer délicieux délicieuse courte
        long longue large étroit épais profond léger légère lourd lourde lent lente rapide facile
        difficile possible impossible sûr sûre dangereux dangereuse vrai vraie faux fausse différent
        pareil pareille mauvais mauvaise meilleure dernière suivant passé unique vivant mort morte
        sain enceinte célibataire marié divorcé prêt prête important intéressant nécessaire
        suffisant assez fier fière jaloux timide courageux paresseux ivre bourré sourd aveugle
        chauve blond brun allergique épuisé crevé tranquille excellent excellente chiant relou ouf
        chouette magnifique superbe parfait horrible affreux bête idiot fou folle malin intelligent
        chanceux veinard soleil lune étoile ciel nuage vent orage tempête brouillard chaleur feu mer
        plage rivière fleuve lac montagne forêt arbre fleur herbe feuille champ terre île monde
        sable vague oiseau cheval vache mouton cochon lapin souris canard poule ours lion tigre
        singe serpent araignée mouche moustique abeille fourmi papillon chaton chiot avenue place
        coin pont route autoroute trottoir quartier village pays église mairie bibliothèque
        librairie magasin boutique supermarché marché boulangerie pharmacie hôpital banque poste
        bureau usine collège lycée université fac cinéma théâtre musée restaurant resto aéroport
        arrêt parc piscine stade boîte métro avion bateau vélo moto camion voyage passeport bagage
        vol retard départ arrivée siège quai carte essence amende parking embouteillage portable
        téléphone ordinateur ordi écran clavier courriel courrier message mot batterie chargeur
        fichier lien page compte nouvelles journal lettre enveloppe timbre papier crayon stylo
        cahier roman poème phrase passe prix facture salaire dette cadeau réduction soldes achat
        vente courses monnaie addition boulot réunion projet tâche devoirs devoir examen exam leçon
        question réponse erreur problème solution doute idée exemple changement aide faute raison
        vérité mensonge secret chance sommeil hâte joie tristesse amour haine baiser bise bisou
        câlin amitié honte colère santé douleur fièvre toux grippe rhume blessure comprimé cachet
        médicament ordonnance pilule vaccin opération allergie fête mariage jeu jouet match équipe
        but foot football natation sport musique chanson guitare danse série tableau dessin peinture
        concert spectacle anglais anglaise français française espagnol allemand italien portugais
        chinois japonais coréen russe arabe France Allemagne Espagne Angleterre Japon Chine Corée
        Belgique Suisse côté forme manière façon sorte groupe lieu endroit point ligne début fond
        centre gauche droite droit devant derrière dessus dessous dedans autour loin près nord sud
        ouest tantôt soudain probablement sûrement certainement exactement seulement simplement
        finalement évidemment malheureusement heureusement rapidement lentement doucement facilement
        complètement absolument également récemment franchement carrément grave tellement plutôt
        quasi d'abord pourtant cependant sinon sauf pourvu puisque lorsque quoique tandis afin
        bonsoir bienvenue félicitations courage attention secours adieu ciao bah euh bof hein zut
        merde putain punaise purée allô ptdr lol mdrr jpp jsp jsuis chui tkt osef ct dsl pk pq pcq
        bcp tjs tjrs qd qqn qqch rdv bjr bsr slt cc cv auj dem a+ oki ouaip nan nope kiff wesh
        frérot galère flemme bises biz dac daccord aucun aucune chacun chacune certains certaines
        tel telle tels mien mienne sien nôtre eux laquelle lesquels duquel auquel vie âge nom prénom
        adresse numéro bruit silence voix odeur couleur taille poids paix guerre gouvernement loi
        président histoire science maths physique chimie art culture dieu truc machin bidule blague
        bagarre bêtise appel panne courant colis famille parent parents gens table télévision télé
        bourse drapeau blé cause prison texte chemin affaire affaires fortune intérêt malheur
        bonheur miracle mètre kilomètre centimètre litre paresse conseil période religion rivage
        trouble flamme cendre rocher éclat coup salle membre écaille hasard résultat rapport
        commerce figure liste recherche population choix regret regrets décision qualité défaut
        société monument animal animaux phase geste bande veine connaissance calamité respiration
        action beauté magie grenouille signification progrès région concentration construction air
        esprit victoire ballet jalousie cadavre licence queue ticket cancer confiance propos
        proposition participation chiffre bijou bijoux frein taxe impôt immeuble bâtiment tour
        château palais chantier outil marteau clou moteur roue pneu volant robot satellite fusée
        planète univers espace énergie électricité gaz pétrole métal fer or plastique cuir laine
        coton soie auteur poète artiste savant scientifique juge témoin ennemi héros fantôme vampire
        pirate sorcière dragon monstre voleur assassin soldat marin pilote jardinier plombier
        électricien maçon mécanicien fonctionnaire ouvrier fermier paysan boulanger boucher facteur
        directeur directrice secrétaire compositeur joueur joueuse champion cambrioleur jumeau
        jumeaux jumelle compliqué nombreux nombreuse vieil ancien ancienne actuel actuelle moderne
        récent énorme géant terrible merveilleux merveilleuse fantastique incroyable ridicule
        absurde stupide imbécile muet honnête sincère cruel innocent coupable célèbre populaire
        inconnu curieux curieuse patient impatient mûr sauvage violent pacifique poli impoli élégant
        capable incapable utile inutile juste injuste correct normal naturel naturelle général
        générale spécial spéciale personnel personnelle commun public publique privé national
        indépendant complet complète incomplet absolu urgent ponctuel valable aigu minimum maximum
        majeur mineur entier entière sombre clair claire brillant absent présent prudent fidèle
        digne humain amoureux amoureuse gêné déçu déçue surprise étonné choqué ravi ravie soulagé
        stressé détendu motivé saoul moins ainsi autrefois actuellement parmi voire quotidiennement
        constamment strictement sincèrement horriblement généralement normalement parfaitement
        totalement autres ceci soi certes hélas jadis naguère aussitôt dorénavant néanmoins
        toutefois quiconque quelconque guère kiffer taf bagnole flic fric thune clope pinte apéro
        teuf bouffe bouffer dodo doudou toubib frangin frangine bordel connerie conneries con
        connard salaud potes crée reproché recouvert craignais vaincre convaincre convaincu mourut
        devint prit mit eut vint tint alla fallut voulut put sut connut vécut naquit résous résout
        résoudre détruit détruire construire construit produire produit réduire réduit introduire
        nuire instruire cuisait inscrire inscrit décrire décrit prescrire maudire interdire élire
        élu élue relire suffire suffit conclure exclure inclure inclus croître accroître joindre
        atteindre atteint plaindre teindre enfreindre cueille accueille bouillir acquérir conquérir
        fuient mourons émouvoir ému émue s'asseoir assoir geler gèle plante plantes linge marche
        embouteillages bouchon bouchons séance courbature livraison contrat réseau réveil programme
        mine beaux nul nulle sueur entraînement entraîneur course entorse bandage nausée vertige
        cauchemar rêve crédit épargne augmentation promotion démission licenciement retraite chômage
        vacancier croisière randonnée balade promenade pique nique bouchée recette cuisson épicé
        saignant bouilli grillé fourneau casserole poêle couvercle aspirateur balai poussière
        repasser rideau tapis voiturette péage garagiste dépanneuse trajet demande pardon pardonne
        fâchée ni
    """,
    "es": """
        ido yendo vais van iba ibas iban íbamos iré irá irás iremos irán iría irías vaya vayas vayan
        vayamos fuimos fuera fuese siendo sido seré será serás serán seamos seas erais sois estar
        estaré estará estarán estaría estado estando estuviste estuvimos estuvieron estabas estaban
        estábamos estés estén estéis haber habrá habré habría habían habíamos hubiera hubieran hayas
        hayan hemos habéis tendré tendrá tendrás tendremos tendrán tendría tuviste tuvimos tuvieron
        tuviera podré podrá podrás podremos podrán podría podrías podrían pude pudiste pudimos
        pudieron querré querrá querría quise quiso quisiera haré hará harás haremos harán haría hice
        hiciste hizo hicimos hicieron hecho hechos hecha haciendo dije dijiste dijimos dijeron diré
        dirá dirás diría dicho diciendo di da das dan dar daré dará daba doy dé des dado dando dio
        diste dieron vine viniste vinimos vinieron vendré vendrá vendrás vendrán viniendo saldré
        saldrá saldremos pondré pondrá puse puso pusiste pusieron puesto puesta sabré sabrá supe
        supo supiste sepa sepas sepan traje trajo trajiste trajeron vi viste vio vimos vieron vea
        veas vean verá veré vista escrito abierto roto muerto vuelto devuelto cubierto frito oí oyó
        oído leí leyó leíste leyendo cayó caí caído creyó creí reír ríe ríes ríen río juegas juegue
        juego siéntate cállate vámonos dímelo dámelo dáselo dile déjame dale dales venga oiga diga
        haga ponga tenga salga oír conduje condujo durmiendo durmió murió pidió pidieron siguió
        sintió sirvió prefirió mintió caben quepo quepa érase verme verte verlo verla verle vernos
        verse verlos irme irte irse irnos darme darte darle darlo darnos atreví echó echo echa echas
        echamos canadiense meses templo vapor propuesto propuso supuesto matrimonio así combinado
        aterrizaje compasión tensión somos atascado atascados atascada hueco único champiñón
        campeona campeón acaso abuelo nieto tío primo suegro cuñado sobrino esposo marido novio
        novia bebé chico muchacho joven señor señora señorita vecino jefe compañero profesor
        profesora maestro alumno estudiante vendedor camarero cocinero enfermera abogado ingeniero
        escritor cantante actriz policía bombero peluquero dentista conductor pintor rey reina niñez
        adulto anciano extranjero dueño cliente turista cabeza cara ojo oreja nariz boca diente
        labio lengua cuello garganta hombro brazo mano dedo uña pecho espalda barriga estómago
        corazón sangre hueso pierna rodilla pie piel pelo cabello barba bigote cuerpo desayuno
        almuerzo merienda postre leche queso mantequilla huevo carne pollo cerdo ternera pescado
        marisco gamba arroz sopa ensalada verdura fruta manzana pera plátano naranja limón fresa uva
        melón sandía piña tomate patata papa cebolla ajo zanahoria pimiento lechuga aceituna aceite
        vinagre azúcar pimienta harina miel galleta tarta pastel bizcocho helado caramelo dulce zumo
        jugo cerveza refresco té vaso copa taza plato cuchara cuchillo tenedor servilleta botella
        jamón chorizo tortilla bocadillo hamburguesa paella croqueta nuez almendra garbanzo lenteja
        judía piso apartamento habitación cuarto cocina baño salón comedor dormitorio jardín terraza
        balcón garaje escalera ascensor puerta ventana pared suelo techo tejado mesa silla sillón
        sofá cama almohada manta sábana lámpara espejo armario cajón estante nevera horno lavadora
        lavavajillas microondas ducha bañera grifo jabón toalla cepillo basura llave luz enchufe
        pilas ropa camisa camiseta pantalón falda vestido abrigo chaqueta jersey sombrero gorra
        bufanda guante zapato zapatilla bota calcetín cinturón gafas reloj anillo pendiente bolso
        mochila maleta cartera monedero paraguas bolsillo enero febrero marzo abril mayo junio julio
        agosto septiembre octubre noviembre diciembre primavera verano otoño invierno mediodía
        medianoche madrugada anoche anteayer quincena siglo minuto segundo rato momento fecha uno
        once doce trece catorce quince dieciséis diecisiete dieciocho diecinueve veinte veintiuno
        treinta cuarenta cincuenta sesenta setenta ochenta noventa ciento doscientos quinientos
        millón tercero tercer quinto mitad doble docena rojo azul verde amarillo negro blanco gris
        marrón rosa morado alto gordo flaco delgado guapo feo lindo hermoso precioso bello listo
        tonto loco raro simpático amable antipático serio alegre triste contento enojado enfadado
        nervioso tranquilo preocupado aburrido divertido gracioso ocupado caro barato rico pobre
        limpio sucio lleno vacío cerrado fuerte débil duro blando suave caliente tibio fresco mojado
        seco salado amargo picante delicioso sabroso largo corto ancho estrecho grueso fino profundo
        ligero pesado lento fácil difícil posible imposible seguro peligroso cierto falso verdadero
        distinto igual diferente propio cansadísimo buenísimo malo mala mal malos malas siguiente
        pasado junto vivo sano embarazada soltero casado divorciado perdido importante interesante
        necesario bastante suficiente orgulloso celoso tímido valiente perezoso vago majo borracho
        sordo ciego calvo rubio moreno alérgico embarazosa millonario sol luna estrella cielo nube
        nieve viento tormenta niebla hielo fuego mar playa lago montaña bosque árbol flor hierba
        hoja campo tierra isla mundo arena ola pájaro pez caballo vaca oveja conejo ratón pato
        gallina oso león tigre mono serpiente araña mosca mosquito abeja hormiga mariposa avenida
        plaza esquina puente carretera autopista semáforo acera barrio pueblo país aldea iglesia
        ayuntamiento biblioteca librería tienda supermercado mercado panadería farmacia hospital
        banco correos oficina fábrica colegio universidad cine teatro museo restaurante aeropuerto
        estación parada parque gimnasio piscina estadio peluquería comisaría juzgado cárcel carro
        auto autobús metro avión barco bici bicicleta moto camión viaje boleto pasaporte equipaje
        vuelo retraso salida llegada asiento andén mapa gasolina multa aparcamiento móvil celular
        teléfono ordenador computadora pantalla teclado correo mensaje contraseña red batería
        cargador archivo enlace página cuenta noticia periódico revista carta sello papel lápiz
        bolígrafo cuaderno cuento novela poema palabra frase idioma peso dólar precio factura recibo
        sueldo deuda regalo oferta descuento compra venta rebaja empleo reunión proyecto tarea
        deberes clase examen nota curso lección pregunta respuesta error problema solución duda
        ejemplo cambio prueba ayuda culpa razón verdad mentira secreto suerte miedo sueño hambre sed
        prisa gana ganas pena alegría tristeza amor odio beso abrazo cariño amistad vergüenza asco
        rabia salud dolor fiebre tos gripe resfriado herida pastilla medicina medicamento receta
        cita remedio vacuna operación alergia fiesta boda juguete partido equipo gol fútbol
        baloncesto tenis natación deporte música canción guitarra baile película serie cuadro dibujo
        pintura fotografía entrada concierto premio inglés español francés alemán italiano portugués
        chino japonés coreano ruso árabe España México Argentina Francia Alemania Inglaterra Japón
        China Corea lado parte forma manera tipo grupo lugar sitio punto línea principio final fondo
        centro izquierda derecha arriba abajo dentro delante detrás encima debajo enfrente alrededor
        adelante atrás recto norte sur oeste enseguida ahorita jamás quizá quizás tal probablemente
        seguramente exacto exactamente realmente solamente especialmente finalmente simplemente
        obviamente igualmente encantado bienvenido felicidades enhorabuena saludo ojalá ánimo
        cuidado socorro chao chau guay chévere chido rollo flipante hostia joder mierda coño porfa
        porfi finde cole profe peli tele boli uni xq pq tqm tq ntp jajaja jajajaja jaj jeje jejeje
        ja bss q k tmb tb tbn pa pal na dnd wey güey órale ándale che boludo pibe plata quilombo
        laburo ninguna ningún ambos varios varias demás tantos tantas tanta cuánto cuánta cuántos
        cuántas cuales cuáles quiénes aquel aquella aquello aquellos aquellas mío mía míos mías tuyo
        tuya suyo suya nuestros nuestras vuestro vuestra conmigo contigo consigo sino excepto
        mediante debido incluso salvo embargo justicia paz guerra gobierno ley presidente historia
        ciencia matemáticas física química arte cultura religión dios vida muerte edad nombre
        apellido dirección ruido silencio voz olor sabor color tamaño altura cabeceo signo acuerdo
        yerba tontería lío chiste broma excelente perfecto perfecta idéntico menudo pelea rumor
        padres gran buen ti favorito favorita capaz inteligente secretario autor poeta artista
        científico juez jueza doctor doctora atleta jugador caballero víctima testigo enemigo héroe
        fantasma vampiro pirata bruja dragón monstruo ladrón asesino soldado marinero piloto
        jardinero fontanero electricista albañil mecánico funcionario empresario obrero granjero
        futuro clima éxito fracaso esperanza dignidad juventud vejez infancia memoria mente alma fe
        gesto movimiento frecuencia accidente peligro terremoto incendio inundación huracán comité
        empresa negocio sistema máquina motor volante rueda freno tubería cámara televisión
        televisor vídeo cadena circo artículo formulario documento encuesta resultado conclusión
        elección voto senado sindicato derecho deber capacidad comportamiento conducta modo medio
        medios fenómeno distancia milla kilómetro centímetro litro cantidad sonido significado
        sentido imagen figura ramo rama semilla pasto palta aguacate arándano cereza frambuesa avena
        trigo muelle puerto nave espacio espacial planeta temporada oscuridad sombra colina valle
        cueva desierto selva orilla camino sendero chimenea escritorio pieza interior exterior
        extremo anterior posterior superior inferior reconocido complicado decepcionado avergonzado
        acostumbrado sorprendente inútil útil injusto justo correcto incorrecto normal natural
        general especial personal común público privado nacional internacional independiente
        completo incompleto absoluto relativo cómodo incómodo urgente grave leve puntual válido
        agudo mínimo máximo mayor menor menores mayores amplio oscuro brillante moderno antiguo
        clásico actual reciente enorme pequeñito gigante terrible horrible maravilloso fantástico
        increíble estupendo ridículo absurdo estúpido idiota imbécil mudo honesto sincero cruel
        malvado inocente culpable famoso popular desconocido extraño curioso paciente impaciente
        maduro salvaje preso violento pacífico educado maleducado grosero elegante generalmente
        normalmente rápidamente lentamente fácilmente completamente totalmente absolutamente
        perfectamente anteriormente actualmente recientemente frecuentemente siquiera adónde
        conforme vosotras cuyos cuya cuyas ello propios aparte acá allá cualquiera quienquiera
        dondequiera entretanto asimismo inclusive confesó avergüenza significa contiene contienen
        tolera atribuye expulsó exporta estropeó estropear avería juzgar convencer vencer ejercer
        crecer cometer prometer desaparecer entretener entretenido fastidiar hartar harto harta
        hinchar rendir rendirse significar exportar importar desarrollar mejorar empeorar aumentar
        disminuir chaval chavales tronco mola molan mogollón currar curro flipas quedada resaca
        botellón caña cañas tapas siesta cubata marcha churros gazpacho tacos chelas compa güero
        neta padrísimo bacán cachai wena parcero parce vaina chamba colada agujetas cobertura atasco
        sesión entrega contrato despertador golazo empate aplicación bailarín bailarina danza paseo
        vuelta abuelita mamita papito amorcito cariñito corazoncito desayunos almuerzos cajero
        cajera panadero pediatra veterinario farmacéutico mudanza alquiler hipoteca ahorro nómina
        ascenso despido jubilado jubilación obras grúa taller casco entrenamiento entrenador carrera
        maratón sudor músculo rodillera esguince lesión vendaje ojeras mareo náuseas le les
    """,
    "pt": """
        estás estão estava estavam esteve és somos eram fui foram será serei tens têm tinha tive
        teve vais vão ia podes podemos podem podia queres queremos queria sei sabe sabes faço fazes
        fazem fiz fez fazendo digo diz disse vejo vê viu vi visto venho vem veio vêm dou dá deu dei
        ponho põe pôs saiu saí saio leio lê leu ouvi ouve ouço perdi perdeu peço pediu dormi dormiu
        durmo entendi entendeu esqueci esqueceu comprei liguei cheguei chegou falei morreu nasceu
        nasci chovendo chover há houve haver carro carros então só lá cá aí ali depois antes muita
        muitos pouco bastante demais menos mesmo outro outra outros qualquer alguém ninguém algum
        alguma nenhum nenhuma coisa gente pessoa homem mulher menino menina rapaz rapariga criança
        filho filha irmão irmã irmãos mãe pai avó avô tio tia primo prima namorado namorada marido
        esposa amigo amiga vizinho chefe professor aluno casa apartamento quarto cozinha banheiro
        sala janela porta mesa cadeira cama chave luz rua cidade praia rio mar lago montanha céu sol
        lua chuva neve vento calor frio fogo água leite pão queijo manteiga ovo carne frango peixe
        arroz feijão sopa salada fruta maçã laranja limão bolo sorvete gelado açúcar sal café chá
        cerveja vinho suco sumo copo garrafa prato colher faca garfo almoço jantar comida cabeça
        olho olhos orelha nariz boca dente cabelo mão braço perna pé coração dor febre doente médico
        remédio hospital farmácia escola universidade trabalho escritório reunião prova exame lição
        livro caneta papel carta palavra língua telefone telemóvel celular computador senha mensagem
        música canção violão filme jogo jogos bola futebol festa aniversário presente casamento
        viagem ônibus autocarro comboio trem avião bicicleta bilhete passagem aeroporto estação
        dinheiro conta preço real reais loja mercado roupa camisa calças vestido sapato sapatos
        chapéu óculos relógio bolsa mala cachorro cão gato pássaro cavalo flor árvore branco preto
        vermelho azul verde amarelo grande pequeno novo nova velho velha bonito bonita feio lindo
        caro barato rápido devagar fácil difícil feliz triste cansado cansada zangado ocupado
        contente sozinho sozinha pronto atrasado atrasados melhor pior primeiro último próximo
        próxima cedo tarde noite dia manhã semana mês ano hora horas minuto segunda terça quarta
        quinta sexta sábado domingo janeiro fevereiro março abril maio junho julho agosto setembro
        outubro novembro dezembro verão inverno outono primavera dois três quatro cinco seis sete
        oito nove dez onze doze vinte trinta cem mil perto longe dentro fora cima baixo direita
        esquerda desculpa desculpe parabéns saudades saudade beijo beijos abraço abraços tchau legal
        fixe né tá tô pra vc tb blz kkk kkkk rsrs ao aos às à num numa dum duma dele dela deles
        delas nele nela comigo contigo juntos juntas quanto quanta quantos custa aonde embora
        inteiro meia metade logo lado sangue ovos saída cachorros gata perfeito perfeita ótimo ótima
        óptimo saúde sorte férias trabalhos trabalhando dormindo comendo estudando indo esperando
        preso presos fria manda bebe endereço trânsito torneira cuide
    """,
    "it": """
        sta stiamo state stanno stava stato siete fui sarà sarò avete aveva avevo avrò vai andate
        vanno andato andata fai fa facciamo fanno facendo puoi possiamo possono vuoi vogliamo
        vogliono vorrei devo devi deve dobbiamo devono so sai sa sappiamo sanno dico dici dice
        dicono detto vedo vedi visto vediamo vengo vieni viene vengono venuto esco esci esce uscito
        bevo bevi beve bevuto do dai dà diamo danno dato preso perso vinto chiuso aperto letto
        scritto messo morto nato rimasto piaciuto piace piacciono capisco capisci capisce finito
        piove piange manchi manca arrivando nonna nonno mamma papà fratello fratelli sorella sorelle
        zio zia cugino cugina nipote marito moglie fidanzato fidanzata ragazzo ragazza ragazzi
        bambino bambina bambini figlio figlia uomo donna gente persona amico amica amici vicino capo
        collega professore studente casa appartamento camera cucina bagno finestra porta tavolo
        sedia chiave chiavi luce strada via città spiaggia fiume mare lago montagna cielo sole luna
        pioggia neve vento caldo freddo fuoco acqua latte pane formaggio burro uovo uova carne pollo
        pesce riso zuppa insalata frutta mela mele arancia limone torta gelato dolce zucchero sale
        tè caffè birra vino succo bicchiere bottiglia piatto cucchiaio coltello forchetta colazione
        pranzo cena testa occhio occhi orecchio naso bocca dente denti capelli mano mani braccio
        gamba piede piedi cuore febbre mal malato malata medico dottore medicina ospedale scuola
        università lavoro ufficio riunione esame compiti lezione libro penna carta lettera parola
        lingua telefono cellulare messaggio musica canzone chitarra gioco partita palla calcio festa
        compleanno regalo matrimonio viaggio macchina autobus treno aereo bicicletta bici biglietto
        aeroporto stazione soldi conto prezzo negozio mercato vestiti camicia pantaloni vestito
        scarpe scarpa cappello occhiali orologio borsa valigia ombrello cane gatto gatti uccello
        cavallo fiore fiori albero bianco nero rosso azzurro verde giallo grande piccolo nuovo nuova
        vecchio brutto caro costoso economico veloce lento facile difficile felice triste stanco
        stanca arrabbiato occupato contento solo pronto meglio peggio primo ultimo prossimo prossima
        presto tardi ritardo notte giorno giorni giornata mattina mattino sera serata settimana mese
        anno anni ora ore minuto minuti lunedì martedì mercoledì giovedì venerdì sabato domenica
        gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre
        dicembre estate inverno autunno due tre quattro cinque sette otto nove dieci undici dodici
        venti trenta cento mille lontano dentro fuori sopra sotto destra sinistra davanti dietro
        insieme subito dopo prima poi allora però proprio abbastanza troppo tanto tanti tanta meno
        nessuno qualcuno qualcosa ogni alcuni altri altra scusa scusi prego auguri buongiorno
        buonasera buonanotte arrivederci baci bacio abbraccio salute piacere magari boh ecco cioè
        beh mah amo quanto quanta quanti costa bel bei begli posto tutta tutte brava perfetto
        perfetta ottimo salutami gelati amore tesoro stasera stamattina stanotte dopodomani
        settimane mesi volta volte vita morte fortuna vacanza vacanze anch davvero peccato purtroppo
        comunque quindi invece mentre finché
    """,
    "nl": """
        gekocht verkocht gegaan gekomen gedaan gemaakt gezien gehoord gezegd gegeten gedronken
        geslapen gelopen gereden gevonden verloren gewonnen vergeten begonnen betaald gebeld
        geschreven gelezen gekregen gegeven genomen gebracht gehad geweest geworden gebleven gestopt
        ging kwam zag wist dacht deed kreeg gaf nam liep vond zei keek sliep at dronk hadden zult
        zullen zouden kun kunt konden moest mogen mocht wilt willen wilde gaat gaan doet doen komt
        komen staat staan ziet zien weet weten kijken lopen slapen wonen eten drinken spelen werken
        praten lezen schrijven wachten zoeken vinden kopen oma opa moeder vader broer broers zus
        zussen zoon dochter kind kinderen oom tante neef nicht man vrouw jongen meisje mensen vriend
        vriendin vrienden buurman baas collega leraar huis kamer keuken badkamer tuin deur raam
        tafel stoel bed sleutel sleutels licht straat stad dorp land strand rivier zee berg lucht
        zon maan regen sneeuw wind warm koud hitte vuur water melk brood kaas boter ei eieren vlees
        kip vis rijst soep sla groente fruit appel peer sinaasappel taart koekje ijs suiker zout
        thee koffie bier wijn sap glas fles bord lepel mes vork ontbijt lunch avondeten hoofd
        hoofdpijn oog ogen oor neus mond tand tanden hand handen arm been voet voeten hart pijn
        koorts ziek dokter arts medicijn ziekenhuis school werk kantoor vergadering examen huiswerk
        les boek pen papier brief woord taal telefoon mobiel computer wachtwoord bericht muziek
        liedje gitaar spel spelletje bal voetbal feest verjaardag cadeau bruiloft reis auto trein
        vliegtuig fiets kaartje vliegveld station geld rekening prijs winkel kleren kleding hemd
        broek jurk schoen schoenen hoed bril horloge tas koffer paraplu hond kat poes vogel paard
        bloem bloemen boom wit zwart rood blauw groen geel groot klein nieuw nieuwe oud mooi mooie
        lelijk lekker lekkere duur goedkoop snel langzaam makkelijk moeilijk blij verdrietig moe
        boos druk alleen klaar beter slechter eerste laatste volgende volgend vroeg laat nacht dag
        dagen ochtend middag avond week maand jaar uur minuut maandag dinsdag woensdag donderdag
        vrijdag zaterdag zondag januari februari maart april mei juni juli augustus oktober zomer
        winter herfst lente twee drie vier vijf zes zeven acht tien twaalf twintig honderd duizend
        dichtbij ver binnen buiten boven beneden rechts links dicht open terug samen straks later
        even eens gewoon misschien natuurlijk eigenlijk echt helemaal weinig genoeg iets niets niks
        iemand niemand alles iedereen elke sommige sorry gefeliciteerd welterusten doei groetjes kus
        liefs graag alsjeblieft dankjewel kwijt prima gezellig eraan ervan erbij hoeveel onze elkaar
        zelf jarig zoiets ergens nergens tijdens sinds hierheen wedstrijd hoor toch wel goedemorgen
        goedenavond goedenacht slaap hardlopen eigen weekend gelukkig jammer helaas volgens tegen
        drink bestellen
    """,
    "sv": """
        snart framme mormor morfar farmor farfar mamma pappa bror syster syskon son dotter barn man
        kvinna pojke flicka kille tjej vän vänner kompis granne chef lärare hus kök badrum trädgård
        dörr dörren fönster fönstret bord stol säng nyckel nycklar ljus gata stad by land strand hav
        sjö berg himmel sol måne regn regnar snö snöar vind väder varmt kallt värme kyla eld vatten
        mjölk bröd ost smör ägg kött kyckling fisk ris soppa sallad frukt äpple päron apelsin tårta
        kaka glass socker salt te kaffe öl vin juice glas flaska tallrik sked kniv gaffel frukost
        lunch middag mat huvud huvudet öga ögon öra näsa mun tand tänder hår hand arm fot hjärta ont
        feber sjuk läkare medicin sjukhus skola jobb jobbet kontor möte prov läxa bok penna papper
        brev ord språk telefon mobil mobilen dator lösenord meddelande bild musik sång gitarr spel
        boll fotboll fest födelsedag present bröllop resa bil buss tåg flyg cykel biljett flygplats
        station pengar pris affär kläder skjorta byxor klänning sko skor hatt glasögon klocka
        klockan väska paraply hund katt fågel häst blomma träd vit svart röd blå grön gul stor liten
        ny nya gammal fin fint ful god gott dyr billig snabb långsam lätt svår glad ledsen trött arg
        upptagen ensam klar bättre sämre först sist nästa tidigt sent natt dag dagar morgon
        eftermiddag kväll vecka månad år timme minut måndag tisdag onsdag torsdag fredag lördag
        söndag januari februari mars april maj juni juli augusti oktober sommar vinter höst vår två
        tre fyra fem sex sju åtta nio tio tolv tjugo hundra tusen nära långt inne ute upp ner höger
        vänster tillbaka tillsammans sedan kanske verkligen egentligen ganska lite ingenting inget
        något någon ingen alla alltid aldrig ofta ibland redan förlåt ursäkta grattis välkommen
        hejdå puss kram kul igen ikväll igår kom kommer gå går gick gått äta äter åt ätit dricka
        dricker drack sova sover sov göra gör gjorde gjort se ser såg sett säga säger sa sagt veta
        vet visste bo bor bodde jobba jobbar jobbade köpa köper köpte köpt sälja betala betalade
        spela spelar spelade laga lagar sjunga sjunger dansa springa springer åka åker åkte köra kör
        skriva skriver läsa läser vänta väntar ringa ringer ringde hjälpa hjälp tro tror tycker
        tänker känner heter börja slutar stäng öppna vann vinna tappade glömt glömde letar hitta
        hittade gråter skrattar saknar älskar hatar behöver kostar måste fick får ge ger gav ta tar
        tog tagit sitter står ligger også være været noen mye takk tak hvorfor hvem når dere hjem i
        morgen morgenmad skal må gjør gjøre ses liker lyst bra godt fordi etter nå maten semester
        skicka adressen smutsig tvätt
    """,
    "id": """
        kau nya sini situ sana ibu bapak ayah mama nenek kakek kakak adik anak paman bibi suami
        istri pacar teman orang laki perempuan rumah kamar dapur pintu jendela meja kursi tempat
        kunci lampu jalan kota desa pantai sungai laut gunung langit matahari bulan hujan angin
        panas dingin api air susu roti keju telur daging ayam ikan nasi mie sup sayur buah apel
        jeruk kue gula garam teh kopi gelas botol piring sendok pisau garpu sarapan siang kepala
        kepalaku mata telinga hidung mulut gigi rambut tangan kaki hati perut sakit demam dokter
        obat sekolah kuliah kerja kantor rapat ujian tugas pelajaran buku kertas surat kata bahasa
        telepon ponsel ponselku pesan lagu musik gitar permainan bola pesta ulang tahun hadiah nikah
        perjalanan mobil motor bis kereta pesawat sepeda tiket bandara uang harga harganya toko
        pasar baju celana sepatu topi kacamata tas payung anjing kucing burung kuda bunga pohon
        putih hitam merah biru hijau kuning besar kecil baru lama tua cantik jelek enak lezat mahal
        murah cepat lambat mudah sulit senang sedih lelah capek marah sibuk sendiri siap bagus
        pertama terakhir depan dulu nanti tadi sore minggu jam menit senin selasa rabu kamis jumat
        sabtu januari februari maret juni juli agustus satu dua tiga empat lima enam tujuh delapan
        sembilan sepuluh puluh seratus ratus ribu dekat jauh dalam luar atas bawah kanan kiri
        belakang bersama sekali sebentar mungkin benar salah semua banyak sedikit cukup sesuatu
        seseorang setiap beberapa tapi tetapi atau karena kalau jika supaya seperti masih pernah
        jangan harus boleh ingin butuh perlu suka cinta benci kangen rindu tahu kenal lihat dengar
        bicara bilang tanya jawab baca tulis beli jual bayar pergi pulang datang sampai tiba naik
        turun lari tidur bangun mandi minum masak cuci buka tutup cari dapat ambil bawa kirim tunggu
        main nonton menonton nyanyi bernyanyi menangis tertawa bekerja tinggal lupa ingat menang
        kalah hilang terlambat mengerti mengantuk bersaudara maaf tolong jumpa yuk dong deh sih kok
        kan gue lu lo udah gimana
    """,
    "pl": """
        jesteś jesteśmy są była było będę będzie mam masz ma mamy mieć bardzo dobrze dobry dobra
        dzień dobranoc noc wieczór dziękuję proszę przepraszam cześć kiedy gdzie dlaczego kto mój
        moja twój tego tej tym cię ci mi czasu czas jutro dziś dzisiaj wczoraj teraz już jeszcze
        tylko też zawsze nigdy kocham lubię chcę mogę muszę wiem idę robisz zimno ciepło dom praca
        szkoła kawa chleb woda zobaczenia
    """,
    "cs": """
        jsem jsi je jsme jste jsou není být byl byla mám máš máme co kde kdy proč kdo jak ale také
        dobrou dobrý den noc ahoj děkuju děkuji prosím dnes zítra včera teď už ještě jen moc velmi
        můj tvůj mě tě se si na za ve
    """,
    "tr": """
        bugün yarın dün şimdi hava güzel kötü yorgunum eve gidiyorum geliyorum görüşürüz nerede
        nereye neden kim benim senin seni seviyorum teşekkürler teşekkür ederim günaydın gece
        geceler tamam lütfen nasılsın istiyorum biliyorum hadi
    """,
    "vi": """
        chị mình đang đi làm ăn cơm uống nước ngủ ngon chúc hôm nay ngày mai trời đẹp quá rồi chưa
        gì đâu sao thế nào cảm ơn xin chào yêu nhớ nhà mẹ bố con
    """,
    "tl": """
        nasaan ka ba mahal kita gutom pagod uwi bukas mamaya ngayon gabi umaga kain sige wala meron
        ito iyan yan dito diyan paano bakit
    """,
    "ro": """
        este sunt eşti ești suntem nu da și si cu pe la din mai ce cum unde când cine foarte bine
        bună buna ziua noapte mulțumesc mersi mâine azi ieri faci vreau pot trebuie merg
    """,
    "hu": """
        nem igen és az egy hogy mi mit ki hol jó jól nagyon köszönöm szia éjszakát reggelt napot ma
        holnap tegnap most van vagyok vagy szeretlek kérem
    """,
    "fi": """
        minä sinä hän me te he on olen olet ei en et ja mutta tai kun mitä missä miksi kuka hyvä
        hyvää yötä huomenta kiitos tänään huomenna eilen nyt vain myös paljon
    """,
}
