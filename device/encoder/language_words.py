"""What tells the Latin-letter languages apart: small words, everyday words, letters, endings.

The four languages that are named (en, de, fr, es) stand first; the others are watched, so that
their text is left unnamed and not taken for one of the four. Only data stands here, one table per
kind, which is why this file is longer than a file of code should be.
"""

from __future__ import annotations

from typing import Final

# Function words and a few of the commonest others.
FUNCTION_WORDS: Final[dict[str, str]] = {
    "en": """
        the a an and or but if then than that this these those is are was were be been being am i
        you he she it we they me him her us them my your his its our their mine yours of to in on at
        by for with from about into over under after before between through during without within do
        does did done don't doesn't didn't have has had haven't hasn't hadn't having will would
        won't wouldn't can could can't couldn't cannot should shouldn't shall may might must not no
        nor so too very just also only even still yet ever never always again there here where when
        why how what who whom which whose i'm i've i'd i'll you're you've you'd you'll he's she's
        it's we're we've we'll they're they've that's there's what's who's let's isn't aren't wasn't
        weren't ain't gonna wanna gotta as because while until though although since each every some
        any all both many much more most other another such own same few
    """,
    "de": """
        der die das den dem des ein eine einen einem einer eines und oder aber wenn dann als dass
        daß dieser diese dieses ist sind war waren sein bin bist ich du er sie es wir ihr mich dich
        ihn uns euch mir dir ihm ihnen mein meine meinen meinem meiner dein deine deinen seine
        seinen unser unsere von zu im am auf bei für mit aus nach vor zwischen durch ohne um über
        unter gegen seit hat habe haben hast hatte hatten wird werden wurde wurden worden will kann
        können kannst konnte soll sollte muss müssen darf möchte möchten nicht kein keine keinen
        nein ja so sehr nur auch noch schon immer nie wieder da hier wo wann warum wie was wer
        welche bitte danke mal doch denn weil während bis obwohl jeder alle viel mehr anderen zum
        zur vom beim ins gut heute morgen gestern jetzt gibt geht machen macht etwas nichts man hab
        ne nö halt eben wohl ganz leider vielleicht uhr tag kommst kommt dort liegt lass ruhe vielen
        viele mensch menschen leben niemand jemand gerne gern mag mögen weiß wissen solltest sollten
        könnte könnten müsste würde würden wäre hätte geht's wird's gibt's mag's arbeit schlafen
        essen trinken kaufen kommen gehen sagen sagt gesagt sehen gesehen wohnen wohnt haus stadt
        kind kinder freund freundin mutter vater bruder schwester frau mann geld zeit jahr jahre
        monat woche montag dienstag mittwoch donnerstag freitag samstag sonntag abend nacht schule
        buch wetter wasser kaffee tee brot hund katze neu neue neuen alt alte groß große klein
        kleine schön schöne gute guten guter gutes besser beste erste letzte nächste zwei drei vier
        fünf sechs sieben acht neun zehn hundert tausend wirklich natürlich genau eigentlich einfach
        endlich gleich bald spät früh fertig müde krank glücklich weihnachten geburtstag urlaub zug
        bahnhof termin brauche brauchst braucht finde findest glaube denke weiter zurück zusammen
        allein deutsch sprache problem passierte dasselbe derselbe ab los mach mach's komm ach naja
        hallo tschüss rezept lieber alles klar allem beide schade stimmt egal warte moment echt
        krass feierabend nochmal sowieso letzter letztes niemals handy leer wunderbar genug kurz
        lang
    """,
    "fr": """
        le la les un une des du de et ou mais si alors que qui ce cet cette ces est sont était être
        suis es ai as je tu il elle on nous vous ils elles me te se lui leur mon ma mes ton ta tes
        son sa ses notre nos votre vos à au aux en dans sur par pour avec sans sous chez entre avant
        après depuis pendant fait faire fais a ont avons avez avait avoir va vais vas aller peut
        peux pouvoir veux veut dois doit faut ne pas plus jamais rien non oui très trop aussi encore
        déjà toujours ici là où quand pourquoi comment quoi quel quelle parce comme tout tous toute
        toutes bien bon bonne merci bonjour salut c'est j'ai j'suis n'est qu'il qu'elle d'un d'une
        l'on s'il aujourd'hui demain hier maintenant peu beaucoup autre même ça cela rendez-vous moi
        toi y c'était j'aime t'es t'as mdr l'air livre fois deux trois quatre cinq sept huit neuf
        dix cent mille train pris perdu trouvé voici voilà monsieur madame mademoiselle semble
        désormais quelqu'un personne chose choses homme femme enfant enfants ami amie amis mère père
        frère soeur sœur fille garçon fils maison ville rue travail école voiture argent temps année
        ans mois semaine jour jours matin soir nuit lundi mardi mercredi jeudi vendredi samedi
        dimanche heure heures manger boire dormir parler dire dit voir vu venir vient viens partir
        prendre mettre savoir sais sait connais pense crois aime aimes aiment adore besoin envie
        peur faim soif mal malade content contente heureux fatigué grand grande petit petite nouveau
        nouvelle vieux belle beau joli meilleur premier dernier prochain prochaine vraiment presque
        bientôt longtemps souvent parfois ensemble seul seule dehors chaque plusieurs quelques celui
        celle ceux dont lequel contre vers jusque selon malgré puis ensuite donc car soit chien chat
        eau café pain vin gare billet vacances anniversaire médecin quelque ouais coucou bisous stp
        svp pourrais pourrait voudrais voudrait serait sera seront étais étaient avais avions fut
        faites allons sommes êtes tiens enfin week-end fin enchanté vite mieux pire dommage tard tôt
        ailleurs quant environ surtout rester reste pluie neige chaud froid clés clé photo envoie
        envoyer génial super libre libres
    """,
    "es": """
        el la los las un una unos unas de del y o u pero si entonces que quien este esta estos estas
        ese esa eso esto es son era eran ser soy eres fue fueron estoy estás está estamos están
        estaba yo tú él ella nosotros vosotros ellos ellas usted ustedes me te se lo nos os mi mis
        tu tus su sus nuestro nuestra a al en con por para sin sobre entre hasta desde durante hay
        he has ha han había hacer hace hago va voy vas vamos ir puede puedo pueden quiero quiere
        tengo tiene tienes tienen no ni nunca siempre nada algo sí muy más menos también tampoco ya
        aún todavía aquí allí ahí dónde cuándo cómo qué quién cuál porque como cuando donde todo
        todos toda todas bien bueno buena gracias hola mañana ayer hoy ahora mucho mucha muchos otro
        otra mismo poco tan tanto cada jaja días noche tarde favor vino puedes pudo hacerlo podemos
        decir dice dijo decirlo ver veo visto venir viene vengo salir llegar llego llegó comer beber
        dormir hablar hablo habla hablas saber sé sabe sabes conocer conozco pienso piensas creo
        crees parece gusta gustan gustaría encanta encantaría necesito necesita falta duele casa
        ciudad calle trabajo escuela coche dinero tiempo año años mes semana día hora horas lunes
        martes miércoles jueves viernes sábado domingo hombre mujer niño niña niños hijo hija
        hermano hermana madre padre mamá papá amigo amiga amigos gente persona cosa cosas vez veces
        dos tres cuatro cinco seis siete ocho nueve diez cien mil primero primera último próxima
        próximo grande pequeño pequeña nuevo nueva viejo bonito bonita mejor peor feliz cansado
        cansada enfermo alguien nadie algún alguna algunos ninguno cualquier casi demasiado apenas
        solo sólo además luego después antes pronto temprano juntos libro libros agua café pan perro
        gato comida cena cumpleaños vacaciones médico tren billete mirar mira oye vale claro perdón
        perdona disculpa adiós buenos buenas muchas pues aunque mientras según contra hacia bajo
        ante tras cuyo estuve estuvo tuve tuvo fui fuiste eras éramos sería sean sea esté haya hubo
        dame dime vete ven haz pon sal ten encontré encuentro llamo llamas llama llámame número
        dientes última últimamente fatal duermo fin lluvia llueve frío calor llaves foto manda
        mandas enviar quedo quedamos libre genial rápido despacio cerca lejos
    """,
    "it": """
        il lo la gli le un uno una di del della dello dei degli delle e o ma se che chi questo
        questa questi queste è sono era erano essere sei siamo io tu lui lei noi voi loro mi ti si
        ci vi mio mia tuo tua suo sua nostro a al alla allo ai agli in nel nella con su sul sulla
        per tra fra da dal dalla senza ho hai ha abbiamo hanno avere fare fatto faccio va vado posso
        può voglio vuole non più mai niente anche ancora già sempre qui dove quando perché come cosa
        quale tutto tutti bene buono grazie ciao oggi domani ieri adesso molto poco altro stesso
        così stai sto bella bello andiamo
    """,
    "pt": """
        o a os as um uma uns umas de do da dos das e ou mas se que quem este esta esse essa isso
        isto é são era ser sou foi estou está estamos eu tu você vocês ele ela nós eles elas me te
        lhe meu minha teu seu sua nosso em no na nos nas com por para pelo pela sem sobre entre até
        desde tem tenho temos ter fazer faz vai vou vamos pode posso quero quer não nem nunca sempre
        nada sim muito mais também já ainda aqui onde quando como porque tudo todos bem bom boa
        obrigado obrigada olá oi hoje amanhã ontem agora
    """,
    "nl": """
        de het een en of maar als dan dat die deze dit is zijn was waren ben bent ik jij je hij zij
        ze wij we jullie mij me jou hem haar ons hun mijn jouw uw van naar op aan bij voor met uit
        na tussen door zonder om over onder heb hebt heeft hebben had wordt worden werd zal zou kan
        kunnen kon moet moeten mag wil niet geen nee ja zo te heel ook nog al altijd nooit weer er
        hier daar waar wanneer waarom hoe wat wie welke omdat tot alle veel meer andere goed vandaag
        morgen gisteren nu dank bedankt hallo leuk in
    """,
    "sv": """
        och att det som en ett är var jag du han hon vi ni de mig dig honom henne oss dem min mitt
        din sin på av för med till från om under efter har hade kan ska skulle vill inte nej ja så
        mycket också bara här där när varför hur vad vem eller men hej tack idag imorgon nu ikke jeg
        er og til af den meg deg hva hvor hvordan noe bare
    """,
    "id": """
        yang dan di ke dari ini itu untuk dengan pada tidak tak bukan saya aku kamu anda dia kami
        kita mereka ada adalah akan sudah belum bisa mau makan apa siapa kapan mana bagaimana kenapa
        juga sangat lagi saja hari besok kemarin sekarang terima kasih selamat pagi malam baik nggak
        gak banget ya
    """,
    "pl": """
        i w na z do nie się to jest że jak co ale czy tak ja ty on ona my wy oni mnie dla po od
        jestem był
    """,
    "tr": """
        ve bir bu şu o için ile de da ne mi mı değil var yok ben sen biz siz çok iyi evet hayır
        nasıl merhaba
    """,
    "vi": """
        và của là không có cho một những các được tôi bạn anh em này đó với trong ở rất cũng đã sẽ
    """,
    "tl": """
        ang ng mga sa na ay ko mo siya ako ikaw kami tayo hindi oo po lang naman kasi salamat
        kumusta
    """,
    "la_ja": """
        desu masu arigatou gozaimasu ohayou konnichiwa sumimasen kudasai watashi anata desuka kawaii
        wa ga ni wo datta deshita shita suru koto mono nani kore sore boku dake kara made mo yo ne
    """,
    "la_ko": """
        annyeong annyeonghaseyo kamsahamnida gomawo saranghae oppa jinjja aigoo mianhae hajima
    """,
}

# The same word in all four: it says nothing.
INTERNATIONAL: Final = frozenset(
    """
        ah alex alice android anna anne app bar ben berlin bikini bob boston bravo bus camille
        carlos carmen cd champagne charlie chat club cm cola covid daniel david disco dj dollar dvd
        email emma euro euros facebook felix fi film foto garcia george gin golf google gps ha haha
        hahaha handball hans harry hehe hihi hm hmm hotel hughes instagram internet ipad iphone
        james jane javier jazz jim john johnson jonas jones juan julia julian julien kate kebab ken
        kevin kg kilo km koala laptop lasagne laura lena linda lisa london lopez lucy luis lukas
        madrid mail marathon maria marie marta martin martinez mary max michael mike miller min mmm
        netflix nguyen offline oh ok okay online oops pablo panda paris park party pasta paul pc pdf
        pedro peter photo piano pierre pizza pop pro radio ramen rap robert rock rum sam sarah ski
        smith sms sofia sophie spaghetti spotify steve super susan sushi tanaka tango taxi tennis
        test thomas tiktok tim tiramisu tokio tokyo tom tv uh usa usb video vip vodka volleyball web
        whatsapp whisky wi wifi wow xd yoga youtube zebra zoom
    """.split()
)

# Stems of everyday verbs by the set of endings that they take.
VERB_STEMS: Final[dict[str, str]] = {
    "de": """
        arbeit mach kauf verkauf lern spiel koch back wohn leb lieb hass hör sag frag antwort red
        erzähl erklär zeig such brauch glaub denk dacht mein hoff wünsch träum schlaf schläf schlief
        wach weck steh stand gestanden sitz saß leg lieg lag setz stell geh ging gang komm kam lauf
        läuf lief renn rann fahr fähr fuhr reis flieg flog schwimm schwamm tanz sing sang gesungen
        lach wein schrei schrie lächel küss umarm heirat trenn streit stritt kämpf gewinn gewann
        gewonn verlier verlor find fand gefund verlass verließ vergess vergiss vergaß erinner wart
        warte versuch schaff beginn begann begonn fang fäng fing gefang end öffn schließ schloss
        geschloss klopf klingel ruf rief telefonier schreib schrieb geschrieb les lies las schick
        send sand bekomm bekam krieg gib geb gab nehm nimm nahm genomm bring bracht hol trag träg
        trug trink trank getrunk ess iss aß gegess schmeck riech roch probier bestell bezahl zahl
        kost spar leih lieh schenk schuld wasch wäsch wusch putz räum spül bügel schneid schnitt
        geschnitt brenn brannt brat bau reparier bastel mal zeichn foto dusch bad zieh zog gezog
        kleid schmink kämm pack miet miete umzieh besuch treff triff traf getroff begegn lad läd lud
        eingelad feier gratulier dank bitt bat entschuldig verzeih verzieh helf hilf half geholf
        pass stimm stör ärger freu lang schäm fürcht sorg kümmer pfleg heil husten nies krank atm
        fühl spür schmerz tu tat tust tut getan weh bleib blieb werd wirst wird wurd geword heiß
        hieß kenn kannt wiss weiß wusst versteh verstand verstanden bedeut gehör gefall gefäll
        gefiel fehl schein schien regn schnei blüh wachs wächs brech brich brach gebroch zerbrech
        fall fäll fiel werf wirf warf geworf schlag schläg schlug tret tritt trat spring sprang
        gesprung heb hob gehob dreh drück schieb schob hält halt hielt häng hing bind band wechsel
        änder tausch teil rechn zähl mess wieg wog üb studier unterricht prüf besteh bestand test
        benutz verwend schalt lösch druck speicher tipp park bieg bog überquer überleg entscheid
        entschied plan reservier storn buch verschieb verschob bestätig erlaub verbiet verbot
        empfehl empfiehl rat rät riet warn lüg log belog stehl stiehl stahl gestohl töt sterb stirb
        starb gestorb gebor grüß nenn nannt sprech sprich sprach gesproch schweig schwieg flüster
        schau guck seh sieh sah beobacht bemerk merk acht vertrau zweifel wunder interessier
        langweil gewöhn genieß genoss verdien kündig verpass erreich folg führ begleit rett schütz
        versteck entdeck erfind erfand erhol beeil ruh ausruh wehr nerv chill zock quatsch labern
        laber spinn kotz heul kapier check verarsch passier gescheh geschah geschneit verbrann
        verbrannt funktionier vermut beeinfluss vermeid unterscheid widm programmier beabsichtig
        korrigier nütz erschreck erschrak erschrock ahn verabscheu rost dauer regel bereu beherrsch
        entwickel rupf verschwend wähl leid litt gelitt lein ernt sä tröst hink schnarch rühr
        verursach fass forder gleich vermiss analysier treib trieb getrieb ruinier befehl befiehl
        steig stieg gestieg zwing zwang gezwung überrasch meld abonnier akzeptier amüsier anbiet
        biet bot gebot backt beiß biss bell blut blas bläs blies box bohr betrüg bet brems brüll
        bürst deck dien droh drän duft ehr eil eign ekel enttäusch erb ernähr erwart explodier
        fälsch fess film fisch fließ floss flirt flücht fluch föhn foltern fotografier frier fror
        gefror friss fraß fress fütter gähn garantier gärtner gelt gilt galt gelang gelung geling
        gestalt gieß goss gleit glitt glänz grab gräb grub greif griff grill grins gruselt gründ
        gurgel hand handel hack heiz hüpf hust impf informier irr jag jammer jubel juck kehr klag
        klau kleb kletter klär knall knie knips kontrollier kopier kratz kreuz kriech kroch kühl
        kürz lager lahm land leck leist leit lenk leuchtet leucht lock lohn lös lüft mag malt
        massier meid meister misch miss maß mord musizier näh näher neig nick notier offenbar opfer
        ordn parkier pfeif pfiff pflanz pflück pinkel plag platz plauder präsentier press protestier
        pump quäl rasier rauch raub reagier reib rieb reiß riss reit ritt geritt respektier riskier
        roll röst rück rutsch saug säuber schäd schäl schätz scheid scheiter schimpf schlepp schluck
        schmeiß schmiss schmelz schmolz schminkt schmück schnapp schnitz schöpf schreck schrumpf
        schubs schult schüttel schütt schwank schwänz schwitz schwör schwor segel sehn senk siegt
        sieg sink sank gesunk skypt sortier stamm starr start staun stech stich stach gestoch steck
        steiger stink stank stoß stieß stotter strahl streich strich streik streichel strick stürz
        surf summ tank tast tauch taug tob tön tränk tropf trockn tropft turn vergleich verglich
        vermiet verletz vernicht verrat verriet verschwind verschwand verschwund verteidig verteil
        verzicht vorbereit wandel wander weiger weis wies gewies wend wett wickel widersprech
        widersprich wink wirk wisch wühl wund würz zauber zerstör zerreiß ziel zitter zöger zupf
        zwinker
    """,
    "fr-er": """
        parl mang mange travaill habit aim ador détest regard écout cherch trouv donn pass pens rest
        rentr entr mont tomb arriv march jou chant dans dessin étudi enseign aid demand rappel
        rappell appel appell téléphon envoi envoy pay pai achet coût port lav nettoi nettoy prépar
        cuisin coup ferm allum tourn continu commenc commenç commence termin gagn oubli rêv pleur
        cri embrass mari divorc vol utilis essay essai racont expliqu répar répét rat gar déménag
        voyag nag plong lou réserv annul command invit présent lev réveill couch douch habill bross
        repos ennuy ennui énerv inquiét excus pardonn discut bavard chang charg télécharg effac
        supprim cass brûl chauff tir pouss apport emmen emmèn amen amèn ramen ramèn promen promèn
        jet jett ramass rang gard prêt emprunt vérifi confirm accept refus attach fêt souhait
        rencontr crois compt dout espér préfér imagin rigol marr moqu souffl fum respir goût dîn
        déjeun vers mélang ajout neig boss kiff manqu laiss mérit montr occup organis pari partag
        patient pos prouv quitt recommand regrett remerci remplac remarqu renvoi renvoy retourn
        retrouv risqu saut sauv sembl sépar sign soign sonn surveill touch traîn travers tromp tuss
        touss trich tu vid visit approch arrach arrêt assist attrap avou baiss bloqu boug cach calm
        caus chuchot class coll compar conseill copi corrig créé dépens dépêch déchir décid découp
        demeur dépos dérang désir dev divis dur échang éclat écras élev empêch enlev entour espionn
        étonn évit exist fonctionn form frapp gâch gêl gên glisse gliss grond grill hésit ignor
        install insist intéress interrog invent jongl juge jur liv livr log lutt men mesur mouill
        nomm not observ os paraît parfum pêch peign pein plaisant plant pli press prénomm propos
        racroch raccroch rafraîch rassur récupér réfléch relax rembours remont respect ressembl ret
        rid ronfl rout salu scann séch serr soulag sourir soupçonn suppos tap tchat tent terrorris
        trembl trinqu us vaccin zapp engueul débrouill déconn branch débranch gueul abandonn suppo
        prétend mentionn engag creus épous baill cess lanc lanç pri dévor bouillonn hiss confess
        reproch renseign export import inform augment diminu retir exploit diffèr différ considér
        cré accus cultiv appréci brisé bris annonc annonç transport agiss stationn programm déguis
        précis distingu consult cogn concentr disput dispos attribu gagner terrifi charm signifi
        interpell résid soucie souci valoris abîm accompagn accueill aggrav aliment allong amus
        appliqu assur attaqu aval avanc avanç bâtiss bless bricol brill but calcul camp casser cél
        célébr chass choqu circul coiff collectionn comm compliqu conn conserv consacr constat cont
        contact contin contrôl crach crev crèv critiqu croqu déclar décor dégag démarr démission
        dénonc développ dign domin dop doubl économis éduqu effectu élimin embarqu embauch embêt
        encourag enferm enregistr énumér équip escalad estim examin exag exagèr exagér exerc expédi
        explos expos exprim fabriqu fascin félicit file film fix flirt forc fouill fourr frett frott
        garant gel gonfl grav gratt guid hurl illumin imit implor impressionn inaugur indiqu inspir
        insult intégr interview inond jeûn jardin justifi klaxonn lèch manœuvr maîtris maquill
        massacr massag mâch mendi menac menaç mobilis modifi motiv multipli murmur négoci obligé
        oblig organ ôt pan paniqu pardon parier particip patin pédal pénètr percut perc perç persuad
        photograph picol piqu plac plaç planifi pleurnich point pollu post pratiqu prolong protég
        protèg provoqu publi puni questionn rassembl réalis recherch recommenc recycl refil règl
        régl rejet relâch relev relèv remu renforc renvers résum révis révèl révél ricoch ruin
        sacrifi sauvegard savour second secou siffl simplifi soulev soulèv soup stopp sucr sucer
        suggér suggèr support tard témoign tolér tortur tourment tous tricot trou vant vir viol voul
        transpir suscit rouspét crevais embrouill dépann dépass
    """,
    "fr-ir": """
        fin chois réuss rempl grand gross maigr roug bât obé pun guér réfléch sais vieill atterr
        ralent vom nourr rétabl défin réag réun sub ag chér surg mour avert bén blanch noirc établ
        étabi envah évanou fleur franch garant gém haïss investi invest jaun jou meurtr obéi pétr
        pol pourr rafraîch rajeun saïss trah un verd
    """,
    "fr-re": """
        attend entend répond vend perd rend descend mord tord défend dépend étend confond fond pend
        tend romp bat sort part dorm sent ment serv
    """,
    "es-ar": """
        habl trabaj llam lleg llegu mir busc busqu compr pag pagu jug jueg juegu cant bail escuch
        estudi llev dej pas pens piens encontr encuentr cocin lav limpi esper ayud us entr tom toc
        toqu cen desayun almorz almuerz almorc viaj camin acab termin empez empiez empec comenz
        comienz cerr cierr cambi gan gast prest regal invit celebr llor grit enseñ necesit olvid
        acord acuerd record recuerd soñ sueñ cont cuent cost cuest prob prueb mostr muestr vol vuel
        apag apagu baj sac saqu par qued quit tir mand envi prepar plane alquil aparc arregl cas bes
        abraz abrac extrañ odi am ador gust encant molest import interes preocup enfad enoj cans
        levant acost acuest despert despiert duch sent sient bañ peg pegu cort cruz gir conect carg
        cargu descarg borr guard repar firm rellen contest pregunt explic expliqu avis charl coment
        public publiqu dibuj pint nad mont manej mat rob salud disculp perdon trat intent logr
        contrat fum brind quej cuid mejor visit reserv cancel confirm acept rechaz soport evit junt
        separ madrug ronc sud nev niev inclin plante plant cre desarroll llen vaci tap destap colg
        cuelg lanz dispar aprob aprueb suspend salt mud tard dur ahorr apost apuest apunt apoy apur
        asust atrap bord calent calient call calm ces cepill chup coloc compar consult copi culp
        decor dese dud ech elimin emborrach emple enamor enfri enferm engañ entreg equivoc escap
        estacion estren falt felicit fij flip form fri funcion grab hered imagin instal jur ladr
        lament lig ligu local luch marc marqu march masc merend meriend neg nieg negoci not observ
        ocup oper opin orden organiz particip pase pein pele pelead pesc pes plan planch pis practic
        presion present pronunci quem rasc reclam recomend recomiend reflexion regres reg rieg relaj
        renunci repas repos respet retir revis rez salv sec señal sobr solt suelt sospech sum tembl
        tiembl tumb trag trasnoch vigil vot aterriz despeg abandon acerc aclar adivin admir afeit
        agarr aguant alcanz alegr almacen amenaz anim anot aprovech aprovechar arrastr asegur aument
        averigu bloque bromead camb cabre comprob comprueb control convers curr descans desnud
        despej dedic comet confes juzg convenc signific toler export estrope apel apasion consagr
        consider calcul decepcion rend esforz esfuerz asesin burl revel cur expres aterr aterric
        adelgaz engord acostumbr acarici abrig abus acampa acamp acus acumul adopt afect aliment
        alumbr analiz arrest aterroriz atac ataqu avanz brill calz caz castig castigu coleccion
        complet complic concentr conquist conserv consol cri cultiv demostr demuestr denunci
        desapareci desesper despreci destac disfrut distra divert edit educ elabor embarc encarg
        enter entren envidi esquiv estall estir evapor examin exager experiment explot explor fabric
        facilit falsific fasc fasci fascin fastidi fastid formar fotografi fractur fren fund
        garantiz gestion gobern gobiern golpe hart hipnotiz ignor ilumin imit impact implic inaugur
        indic inspir inund inventar invent investig labor lastim libr madur manch maquill med
        mencion meti mezcl nombr obeg oblig ofend otorg particul patin perjudic pescar plati platic
        posterg predic presum program provoc reaccion realiz rebaj rebot rech redact reemplaz
        refresc registr relat remat renov report represent requ respir respons restaur result retras
        reuni rod sacrific sacudi satisf sell sembr simpatiz silb solicit soltar sosteg subray sujet
        super suplic tartamude telefone tender tropez tropiez utiliz vacun valor verific viol vomit
        voltear volte atrev rest atorment atraves atravies empuj encendi disminu secuestr salpic
        pinch pellizc rompi resbal rasp tach trasl teletrabaj desconect chate googl wasape guasape
        tuite
    """,
    "es-er": """
        com beb corr le aprend comprend vend deb tem met romp respond escog ofrec ofrezc conoc
        conozc parec parezc crec crezc nac nazc agradec agradezc mov muev llov lluev dol duel volv
        vuelv devolv devuelv resolv resuelv perd pierd entend entiend encend enciend quer quier pod
        pued ten tien teng pon pong sab cab hac hag tra traig ca caig ve cre cog coj recog recoj
        prend depend sorprend esconden escond tos cos coc cuec oler huel torc proteg protej merec
        merezc atend defend defiend deten deteng manten manteng suspend pertenec desaparec aparec
        padec permanec amanec anochec tej barr pose compromet promet establec obedec obedezc florec
        envejec venc convenc conteng conten conti contien obten obteng obtien sosten sosteng sostien
        apetec apetezc lam roer encog extend extiend mantien detien proveng provien supon supong
        compon compong opon opong dispon dispong
    """,
    "es-ir": """
        viv escrib abr recib sub part decid permit exist asist discut cumpl compart insist imprim
        aburr sufr cubr descubr añad confund interrump prohib un divid ocurr dorm duerm durm mor
        muer mur ped pid serv sirv segu sig sigu consegu consig consigu repet repit eleg elig elij
        ment mient mint sent sient sint prefer prefier prefir suger sugier sugir divert diviert
        divirt conduc conduzc conduj traduc traduzc traduj produc produzc reduc sal salg dec dic dig
        ven vien veng o oy oig re ri sonre sonri fre fri despid desped vest vist herv hierv asent
        asient asint invert inviert romp constru construy destru destruy hu huy inclu incluy
        contribu distribu reun reún rescind advert convert conviert arrepent arrepient corrig impid
        imped adm admit rend rind compet compit gem gim fing dirig surg surj exig exij acud sacud
        aplaud aplaudi percib prescrib describ inscrib suscrib interven intervien preven previen
        contrad maldec bendec bendic sustitu influy atribu atribuy disminu disminuy consent consient
        hund fund difund presum resum consum asum atra
    """,
    "pt-ar": """
        fal trabalh moro mor cham cheg ach gost compr pag jog cant danç escut estud lev deix pass
        pens encontr cozinh lav limp esper ajud us entr tom toc jant almoç viaj and acab termin
        começ fech mud ganh gast emprest convid chor grit ensin precis lembr sonh cont cust prov
        mostr vo apag lig tir fic mand envi prepar alug cas beij abraç am ador odi preocup cans
        acord acredit levant deit sent cort carreg guard arrum consert perd sab olh brinc desenh
        pint nad mat roub cuid visit aceit tent troc peg procur melhor nev
    """,
    "pt-er": """
        com beb corr l aprend entend vend dev conhec parec cresc nasc chov do mov perd quer sab faz
        diz traz escrev abr part dorm sint sent ped segu sa ca viv divid sub assist consegu esquec
        acontec mex
    """,
    "it-are": """
        parl lavor abit chiam arriv compr pag gioc giochi cant ball ascolt studi port lasci pass
        pens incontr cucin lav pul aspett aiut us entr mangi viaggi cammin inizi cominci cambi
        guadagn prest invit grid insegn dimentic ricord sogn raccont cost prov mostr vol cerc trov
        mand invi prepar affitt spos baci abbracc am ador odi preoccup svegli alz tagli guard ripar
        salut tent torn guid prenot nuot disegn rub accett sembr ordin ten
    """,
    "it-ere": """
        prend legg scriv cred vend dev conosc cresc nasc piov perd met mett chied rispond chiud viv
        vinc piang corr ved sap bev dorm sent part apr offr cap fin pul prefer usc ven segu mor
    """,
    "nl": """
        werk woon maak koop verkoop leer speel kook bak leef houd hou hoor zeg vraag antwoord praat
        vertel leg laat zoek denk hoop droom slaap word sta zit lig ga gaan kom loop fiets rijd rij
        vlieg zwem dans zing lach huil schreeuw kus trouw win verlies vind vergeet herinner wacht
        probeer begin stop doe sluit bel schrijf lees stuur krijg geef neem breng haal draag drink
        eet ruik proef bestel betaal kost spaar leen was poets snijd reis ontmoet vier help pas voel
        blijf heet ken weet begrijp snap betekent regen sneeuw breek val gooi sla spring hang draai
        hangt kijk zie luister mis haat hardlop wandel
    """,
    "es-pret": """
        estuv tuv sup pud quis hic vin hub anduv pus mantuv obtuv detuv contuv propus supus compus
    """,
}

# Letters that speak for a language.
LETTERS: Final[dict[str, str]] = {
    "de": "äöüß",
    "fr": "éèêëàâçîïôûùœ",
    "es": "áéíóúñü",
    "it": "èéàìòù",
    "pt": "ãõáâêéíóôúçà",
    "nl": "ë",
    "sv": "åäöæø",
    "pl": "ąćęłńóśźż",
    "tr": "çğışöü",
    "vi": "ăâđêôơưạảấầậắằếềểệỉịọỏốồổộớờởợụủứừửựỳỵ",
    "cs": "čďěňřšťůžáéíóúý",
}

# Word endings of three letters and more.
ENDINGS: Final[dict[str, tuple[str, ...]]] = {
    "en": (
        "ing", "tion", "ness", "ship", "ful", "less", "ould", "ought", "ight", "able", "n't",
        "ably", "ily", "edly", "ward", "hood", "some",
    ),
    "de": (
        "ung", "ungen", "lich", "liche", "lichen", "isch", "keit", "heit", "schaft", "chen",
        "ieren", "iert", "tet", "end", "ltig", "zeug",
    ),
    "fr": (
        "eau", "eaux", "eux", "euse", "aient", "ais", "ait", "ette", "ement", "ions", "ique",
        "é", "oir", "oire", "ille", "ière", "ier", "erez",
    ),
    "es": (
        "ción", "ciones", "dad", "mente", "ando", "iendo", "amos", "emos", "aron", "ieron",
        "é", "illo", "illa", "ero", "era", "ado", "ada", "ido", "ida", "anza", "aje", "ez", "ito",
        "ita",
    ),
    "it": ("zione", "zioni", "mente", "ando", "endo", "etto", "etta", "ini", "ezza", "aggio"),
    "pt": ("ção", "ções", "dade", "mente", "ando", "inho", "inha", "eiro"),
    "nl": ("ijk", "lijk", "heid", "tje", "tjes", "aan", "oor", "ij"),
}  # fmt: skip

# Endings that hardly any of the other languages has.
STRONG_ENDINGS: Final[dict[str, tuple[str, ...]]] = {
    "en": ("ightly", "fully", "lessly", "ously", "nesses"),
    "de": ("schaft", "keiten", "heiten", "ungen", "lichen", "liches", "ierst", "ierung"),
    "fr": ("eaux", "ée", "ées", "euse", "euses", "aient", "èrent", "ières", "issez", "oire"),
    "es": ("ió", "ción", "ísimo", "ísima", "ábamos", "aste", "iste", "ándo", "iéndo", "íamos",
           "ándome", "iéndome", "eños", "eñas", "arme", "arte", "erme", "irme", "irte"),
    "it": ("zione", "zioni", "issimo", "issima", "iamo", "ezza", "ggio", "zzo", "zza", "cchi"),
    "pt": ("ção", "ções", "inho", "inha", "ão", "ões", "eiro", "eira", "amento"),
    "nl": ("lijk", "lijke", "heid", "tje", "tjes", "ijn", "aag", "uis", "oek"),
    "sv": ("ningen", "erna", "arna", "orna", "ligt"),
    "id": ("kan", "nya", "lah"),

}  # fmt: skip

# What follows the stem, without accents, by word class: verbs first, then nouns and adjectives.
INFLECTIONS: Final[dict[str, str]] = {
    "es-ar": """
        o as a amos ais an e aste o asteis aron aba abas abamos aban are ara aras aremos aran
        aria arias ariamos arian ar ando ado ada ados adas es emos en ad ase ases asen
        aramos asemos ador adora adores
    """,
    "es-er": """
        edor edora edores ieramos iese ieses iesen
        o es e emos eis en i iste io imos isteis ieron ia ias iamos ian ere era eras eremos eran
        eria erias eriamos erian er iendo yendo yo yeron ido ida idos idas a as amos an ed iera
        ieras ieran ra ras re remos ran ria rias rian
    """,
    "es-ir": """
        ieramos iese ieses iesen
        o es e imos is en i iste io isteis ieron ia ias iamos ian ire ira iras iremos iran iria
        irias iriamos irian ir iendo yendo yo yeron ido ida idos idas a as amos an id iera ieras
        ieran
    """,
    "es-pret": "e iste o imos isteis ieron iera ieras ieramos ieran iese ieses iesen",
    "fr-er": """
        e es ons ez ent er ee ees ais ait aient ions iez erai eras era erons erez eront erais
        erait erions eriez eraient ai as a erent ant
    """,
    "fr-ir": """
        is it issons issez issent ir i ie ies issais issait issaient irai iras ira irons irez
        iront irais irait irent issant isse isses
    """,
    "fr-re": """
        s d t ons ez ent re ir u ue us ues i ie is ais ait aient ions iez rai ras ra rons rez
        ront rais rait irai ira iras irez iront irais irait ant e es
    """,
    "pt-ar": """
        o as a amos am ei aste ou aram ava avas avamos avam arei ara aras aremos arao aria ar
        ando ado ada ados adas e es emos em ares armos arem
    """,
    "pt-er": """
        o es e emos imos em i iste eu iu emos eram iram ia ias iamos iam erei era ira eras
        eremos irei er ir endo indo ido ida idos idas a as amos am
    """,
    "it-are": """
        o i a iamo ate ano ai asti o ammo arono avo avi ava avamo avano ero erai era eremo
        eranno erei are ando ato ata ati ate ino ami ati arti armi
    """,
    "it-ere": """
        o i e iamo ete ite ono ei esti evo evi eva iva ivo evamo evano ero ero era ira ere ire
        endo uto uta uti ito ita iti a ano erti ermi
    """,
    "de": """
        e en er es em n s st t te ten test tet et est end ende ste sten ster stes ere eren erer
        ern chen in innen ung ungen ern le ler
        lich liche lichen licher liches ig ige igen iger iges los lose bar
    """,
    "nl": "e en t te ten de den s er ers ing je jes",
    "sv": "en et n t ar er or arna erna orna na a r s e de te at ade",
    "id": "ku mu nya kan lah i",
    "fr": "s e es x ment ement",
    "es-o": "o a os as ito ita itos itas isimo isima amente",
    "es-a": "a as ita itas",
    "es": "s es a as ito ita cito cita mente",
    "pt-o": "o a os as inho inha inhos inhas",
    "pt-a": "a as inha inhas",
    "pt": "s es a as",
    "it": "o a i e",
}
# Spanish writes its pronouns on to these: dime, verte, llamándolo.
CLITICS: Final = "me te se lo la le los las les nos os melo mela telo tela selo sela".split()
CLITIC_HOSTS: Final = {"es-ar": "a ar ando", "es-er": "e er iendo", "es-ir": "e ir iendo"}

# What German sets before a stem: ab-geholt, ver-kauft, zurück-zu-geben.
GERMAN_PREFIXES: Final = (
    "ab an auf aus bei da durch ein ent er fest fort her hin hinter los miss mit nach rein raus "
    "runter hoch heim statt teil uber um unter ver voll vor weg weiter wieder zer zu zuruck "
    "zusammen be vorbei fern kennen"
)
