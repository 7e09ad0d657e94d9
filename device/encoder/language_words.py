"""What tells the Latin-letter languages apart: small words, letters, endings, everyday English.

The four languages that are named (en, de, fr, es) stand first; the others are watched, so that
their text is left unnamed and not taken for one of the four.
"""

from __future__ import annotations

from typing import Final

# Function words and a few of the commonest others.
FUNCTION_WORDS: Final[dict[str, str]] = {
    "en": """
        the a an and or but if then than that this these those is are was were be been being am
        i you he she it we they me him her us them my your his its our their mine yours of to in
        on at by for with from about into over under after before between through during without
        within do does did done don't doesn't didn't have has had haven't hasn't hadn't having
        will would won't wouldn't can could can't couldn't cannot should shouldn't shall may
        might must not no nor so too very just also only even still yet ever never always again
        there here where when why how what who whom which whose i'm i've i'd i'll you're you've
        you'd you'll he's she's it's we're we've we'll they're they've that's there's what's
        who's let's isn't aren't wasn't weren't ain't gonna wanna gotta as because while until
        though although since each every some any all both many much more most other another
        such own same few
    """,
    "de": """
        der die das den dem des ein eine einen einem einer eines und oder aber wenn dann als dass
        daß dieser diese dieses ist sind war waren sein bin bist ich du er sie es wir ihr mich
        dich ihn uns euch mir dir ihm ihnen mein meine meinen meinem meiner dein deine deinen sein
        seine seinen unser unsere von zu im am auf bei für mit aus nach vor zwischen durch ohne um
        über unter gegen seit hat habe haben hast hatte hatten wird werden wurde wurden worden
        will kann können kannst konnte soll sollte muss müssen darf möchte möchten nicht kein
        keine keinen nein ja so zu sehr nur auch noch schon immer nie wieder da hier wo wann warum
        wie was wer welche bitte danke mal doch denn weil während bis obwohl jeder alle viel mehr
        anderen zum zur vom beim ins gut heute morgen gestern jetzt gibt geht machen macht etwas
        nichts man hab ne nö doch halt eben wohl ganz leider vielleicht uhr tag kommst kommt dort
        liegt lass ruhe vielen viele mensch menschen leben niemand jemand gerne gern mag mögen
        weiß wissen solltest sollten könnte könnten müsste würde würden wäre hätte geht's wird's
        gibt's mag's arbeit schlafen essen trinken kaufen kommen gehen sagen sagt gesagt sehen
        gesehen wohnen wohnt haus stadt kind kinder freund freundin mutter vater bruder schwester
        frau mann geld zeit jahr jahre monat woche montag dienstag mittwoch donnerstag freitag
        samstag sonntag abend nacht schule buch wetter wasser kaffee tee brot hund katze neu neue
        neuen alt alte groß große klein kleine schön schöne gute guten guter gutes besser beste
        erste letzte nächste zwei drei vier fünf sechs sieben acht neun zehn hundert tausend
        wirklich natürlich genau eigentlich einfach endlich gleich bald spät früh fertig müde
        krank glücklich weihnachten geburtstag urlaub zug bahnhof termin brauche brauchst braucht
        finde findest glaube denke weiter zurück zusammen allein deutsch sprache problem passierte
        dasselbe derselbe ab los mach mach's komm ach naja hallo tschüss rezept lieber alles klar
        allem beide schade stimmt egal warte moment echt krass feierabend nochmal sowieso letzter
        letztes niemals handy leer wunderbar genug kurz lang
    """,
    "fr": """
        le la les un une des du de et ou mais si alors que qui ce cet cette ces est sont était
        être suis es ai as je tu il elle on nous vous ils elles me te se lui leur mon ma mes ton
        ta tes son sa ses notre nos votre vos à au aux en dans sur par pour avec sans sous chez
        entre avant après depuis pendant fait faire fais a ont avons avez avait avoir va vais vas
        aller peut peux pouvoir veux veut dois doit faut ne pas plus jamais rien non oui très trop
        aussi encore déjà toujours ici là où quand pourquoi comment quoi quel quelle parce comme
        tout tous toute toutes bien bon bonne merci bonjour salut c'est j'ai j'suis n'est qu'il
        qu'elle d'un d'une l'on s'il aujourd'hui demain hier maintenant peu beaucoup autre même ça
        cela rendez-vous moi toi y c'était j'aime t'es t'as mdr l'air livre fois deux trois quatre
        cinq sept huit neuf dix cent mille train pris perdu trouvé voici voilà monsieur madame
        mademoiselle semble désormais quelqu'un personne chose choses homme femme enfant enfants
        ami amie amis mère père frère soeur sœur fille garçon fils maison ville rue travail école
        voiture argent temps année ans mois semaine jour jours matin soir nuit lundi mardi
        mercredi jeudi vendredi samedi dimanche heure heures manger boire dormir parler dire dit
        voir vu venir vient viens partir prendre mettre savoir sais sait connais pense crois aime
        aimes aiment adore besoin envie peur faim soif mal malade content contente heureux fatigué
        grand grande petit petite nouveau nouvelle vieux belle beau joli meilleur premier dernier
        prochain prochaine vraiment presque bientôt longtemps souvent parfois ensemble seul seule
        dehors chaque plusieurs quelques celui celle ceux dont lequel contre vers jusque selon
        malgré puis ensuite donc car ni soit chien chat eau café pain vin gare billet vacances
        anniversaire médecin quelque ouais coucou bisous stp svp pourrais pourrait voudrais
        voudrait serait sera seront étais étaient avais avions fut faites allons sommes êtes tiens
        enfin week-end fin enchanté vite mieux pire dommage tard tôt ailleurs quant environ
        surtout rester reste pluie neige chaud froid clés clé photo envoie envoyer génial super
        libre libres
    """,
    "es": """
        el la los las un una unos unas de del y o u pero si entonces que quien este esta estos
        estas ese esa eso esto es son era eran ser soy eres fue fueron estoy estás está estamos
        están estaba yo tú él ella nosotros vosotros ellos ellas usted ustedes me te se le les lo
        nos os mi mis tu tus su sus nuestro nuestra a al en con por para sin sobre entre hasta
        desde durante hay he has ha han había hacer hace hago va voy vas vamos ir puede puedo
        pueden quiero quiere tengo tiene tienes tienen no ni nunca siempre nada algo sí muy más
        menos también tampoco ya aún todavía aquí allí ahí dónde cuándo cómo qué quién cuál porque
        como cuando donde todo todos toda todas bien bueno buena gracias hola mañana ayer hoy
        ahora mucho mucha muchos otro otra mismo poco tan tanto cada jaja días noche tarde favor
        vino puedes pudo hacerlo podemos decir dice dijo decirlo ver veo visto venir viene vengo
        salir llegar llego llegó comer beber dormir hablar hablo habla hablas saber sé sabe sabes
        conocer conozco pienso piensas creo crees parece gusta gustan gustaría encanta encantaría
        necesito necesita falta duele casa ciudad calle trabajo escuela coche dinero tiempo año
        años mes semana día hora horas lunes martes miércoles jueves viernes sábado domingo hombre
        mujer niño niña niños hijo hija hermano hermana madre padre mamá papá amigo amiga amigos
        gente persona cosa cosas vez veces dos tres cuatro cinco seis siete ocho nueve diez cien
        mil primero primera último próxima próximo grande pequeño pequeña nuevo nueva viejo bonito
        bonita mejor peor feliz cansado cansada enfermo alguien nadie algún alguna algunos ninguno
        cualquier casi demasiado apenas solo sólo además luego después antes pronto temprano
        juntos libro libros agua café pan perro gato comida cena cumpleaños vacaciones médico tren
        billete mirar mira oye vale claro perdón perdona disculpa adiós buenos buenas muchas pues
        aunque mientras según contra hacia bajo ante tras cuyo estuve estuvo tuve tuvo fui fuiste
        eras éramos sería sean sea esté haya hubo dame dime vete ven haz pon sal ten encontré
        encuentro llamo llamas llama llámame número dientes última últimamente fatal duermo fin
        lluvia llueve frío calor llaves foto manda mandas enviar quedo quedamos libre genial
        rápido despacio cerca lejos
    """,
    "it": """
        il lo la gli le un uno una di del della dello dei degli delle e o ma se che chi questo
        questa questi queste è sono era erano essere sei siamo io tu lui lei noi voi loro mi ti
        si ci vi mio mia tuo tua suo sua nostro a al alla allo ai agli in nel nella con su sul
        sulla per tra fra da dal dalla senza ho hai ha abbiamo hanno avere fare fatto faccio va
        vado posso può voglio vuole non più mai niente anche ancora già sempre qui dove quando
        perché come cosa quale tutto tutti bene buono grazie ciao oggi domani ieri adesso molto
        poco altro stesso così stai sto bella bello andiamo
    """,
    "pt": """
        o a os as um uma uns umas de do da dos das e ou mas se que quem este esta esse essa isso
        isto é são era ser sou foi estou está estamos eu tu você vocês ele ela nós eles elas me
        te se lhe meu minha teu seu sua nosso em no na nos nas com por para pelo pela sem sobre
        entre até desde tem tenho temos ter fazer faz vai vou vamos pode posso quero quer não
        nem nunca sempre nada sim muito mais também já ainda aqui onde quando como porque tudo
        todos bem bom boa obrigado obrigada olá oi hoje amanhã ontem agora
    """,
    "nl": """
        de het een en of maar als dan dat die deze dit is zijn was waren ben bent ik jij je hij
        zij ze wij we jullie mij me jou hem haar ons hun mijn jouw uw van naar op aan bij voor
        met uit na tussen door zonder om over onder heb hebt heeft hebben had wordt worden werd
        zal zou kan kunnen kon moet moeten mag wil niet geen nee ja zo te heel ook nog al altijd
        nooit weer er hier daar waar wanneer waarom hoe wat wie welke omdat tot alle veel meer
        andere goed vandaag morgen gisteren nu dank bedankt hallo leuk
    """,
    "sv": """
        och att det som en ett är var jag du han hon vi ni de mig dig honom henne oss dem min
        mitt din sin på av för med till från om under efter har hade kan ska skulle vill inte
        nej ja så mycket också bara här där när varför hur vad vem eller men hej tack idag
        imorgon nu ikke jeg er og til af det den på meg deg hva hvor hvordan noe bare
    """,
    "id": """
        yang dan di ke dari ini itu untuk dengan pada tidak tak bukan saya aku kamu anda dia
        kami kita mereka ada adalah akan sudah belum bisa mau makan apa siapa kapan mana
        bagaimana kenapa juga sangat lagi saja hari besok kemarin sekarang terima kasih selamat
        pagi malam baik nggak gak banget ya
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
        và của là không có cho một những các được tôi bạn anh em này đó với trong ở rất cũng đã
        sẽ
    """,
    "tl": """
        ang ng mga sa na ay ko mo siya ako ikaw kami tayo hindi oo po lang naman kasi salamat
        kumusta
    """,
    "la_ja": """
        desu masu arigatou gozaimasu ohayou konnichiwa sumimasen kudasai watashi anata desuka
        kawaii wa ga ni wo datta deshita shita suru koto mono nani kore sore boku dake kara made
        mo yo ne
    """,
    "la_ko": """
        annyeong annyeonghaseyo kamsahamnida gomawo saranghae oppa jinjja aigoo mianhae hajima
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
        "oir", "oire", "ille", "ière", "ier", "erez",
    ),
    "es": (
        "ción", "ciones", "dad", "mente", "ando", "iendo", "amos", "emos", "aron", "ieron",
        "illo", "illa", "ero", "era", "ado", "ada", "ido", "ida", "anza", "aje", "ez",
    ),
    "it": ("zione", "zioni", "mente", "ando", "endo", "etto", "etta", "ini", "ezza", "aggio"),
    "pt": ("ção", "ções", "dade", "mente", "ando", "inho", "inha", "eiro"),
    "nl": ("ijk", "lijk", "heid", "tje", "tjes", "aan", "oor", "ij"),
}  # fmt: skip

# Everyday English words in their plain form; an inflected form counts as its plain one.
COMMON_ENGLISH: Final = """
    able accept account ache act action add address afraid afternoon age ago agree air airport
    album alone along already amazing amount angry animal anniversary answer anxious anybody
    anymore anyone anything anyway anywhere apartment apologize app apple appointment april area
    argue arm around arrive art article ask asleep august aunt autumn available away awesome
    awful baby back bad bag bake ball band bank bar base bath bathroom beach bean bear beat
    beautiful become bed bedroom beef beer begin behind believe belong best better big bike bill
    bird birthday bit black blanket blood blue board boat body boil bone book boring borrow boss
    bottle bottom bowl box boy boyfriend brain bread break breakfast breath bridge bright bring
    broken brother brown brush budget build bus business busy butter button buy cafe cake call
    calm camera camp cancel car card care carry case cash cat catch cause celebrate cell chair
    chance change charge cheap check cheese chest chicken child children chocolate choice choose
    church cinema city class clean clear client climb clock close clothes cloud club coat code
    coffee cold colleague college color colour come comfortable company complete computer
    concert confirm congrats congratulations contact cook cool copy corner cost cough country
    couple course cousin cover crazy cream credit cry cup curry cut cute cycle dad damn dance
    dangerous dark date daughter day dead deal dear death debt december decide deep delicious
    delivery dentist depend design desk dessert diary die diet different difficult dinner dirty
    dish doctor dog door double doubt down download dream dress drink drive drop dry due dumb
    each ear early earth east easy eat egg eight else email empty end energy english enjoy
    enough evening event everybody everyone everything everywhere exactly exam example except
    excited excuse exercise expensive explain eye face fact fail fall family famous fan far farm
    fast fat father favorite favourite fear february feed feel feet festival fever field fight
    figure file fill film final finally find fine finger finish fire first fish fit five fix
    flat flight floor flower fly follow food foot football forget fork form forward four free
    fresh friday fridge friend front fruit full fun funny future game garden gas gate get gift
    girl girlfriend give glad glass go goal god gold good goodnight goodbye great green grey
    grocery ground group grow guess guest guide guitar guy gym hair half hand hang happen happy
    hard hat hate head health hear heart heavy hell hello help hero hey hi high hill history hit
    hobby hold holiday home homework honest hope horrible horse hospital hot hotel hour house
    huge human hundred hungry hurry hurt husband ice idea important inside insurance interest
    interesting internet interview invite island issue jacket january japan japanese job join
    joke july jump june keep key kick kid kill kind king kitchen knee knife know korea korean
    lady lake language laptop last late later laugh laundry law lazy leave left leg lend lesson
    less letter level library lie life light like line link list listen little live lol loan
    long look lose lot loud love low luck lucky lunch luggage mad mail make man manager map
    march mark marriage married match matter maybe meal mean meat medicine meet meeting member
    memory men mention menu mess message midnight milk million mind minute mirror miss mistake
    mix mom moment monday money month mood moon morning mother mountain mouse mouth move movie
    mum museum mushroom music name near neck need neighbor neighbour nervous new news next nice
    night nine nobody noise noodle noon normal north nose note nothing notice november now
    number nurse nut object october odd off offer office often oh oil ok okay old once one onion
    online open option orange order out outside oven own pack page pain paint pair pan paper
    parent park part partner party pass passport password past pasta pay peace pen people pepper
    perfect person phone photo piano pick picture piece pig pill pink pizza place plan plane
    plant plate play please plenty plus pocket point police pool poor pork possible post potato
    practice practise prefer prepare present pretty price print private probably problem project
    promise proud public pull purple push put quarter question quick quiet quit quite rain raise
    reach read ready real really reason receipt receive recipe recommend red refund relax
    remember remind rent repair reply report rest restaurant return rice rich ride right ring
    river road room round rule run sad safe salad salary salt same sandwich saturday sauce save
    say scared school science sea season seat second secret see seem sell send september serious
    seven shame share sheet shirt shoe shop short shoulder shout show shower shut shy sick side
    sign silver simple sing single sister sit six size skin sky sleep slow small smart smell
    smile smoke snack snow sock soft someone something sometimes somewhere son song soon sorry
    sort sound soup south space speak special spend spicy spoon sport spring stand star start
    station stay steal steak step stick stomach stop store storm story straight strange street
    stress strong student study stuff stupid style subway success sugar suggest suit summer sun
    sunday sunny super supper suppose sure surprise sushi sweet swim table take talk tall taste
    tax taxi tea teach teacher team tell ten tennis terrible test text thank thanks theater
    theatre thing think third thirsty thought thousand three throat throw thursday ticket tidy
    tie till time tiny tip tired today together toilet tomato tomorrow tongue tonight tooth top
    total touch tour towel town toy traffic train travel tree trip trouble true trust try
    tuesday turn tv twelve twenty twice two type ugly umbrella uncle understand university up
    update use usual vacation vegetable vegetarian video view village visit voice vote wait wake
    walk wall wallet want war warm wash watch water way weak wear weather website wedding
    wednesday week weekend weight weird welcome well west wet wheel white whole wife wifi win
    wind window wine winter wish woman women wonder wonderful wood word work world worry worse
    worst worth wow write wrong yeah year yellow yep yes yesterday yoga young yummy zero zoo
    allergic allergy pregnant moved bought paid told went gone got came saw seen felt found kept
    made met said sent slept spent stood taught threw took woke won wore wrote ate began broke
    brought built caught chose drank drove fell flew forgot gave grew heard held knew lost meant
    ran rang sang sat sold spoke swam understood anime manga gig kettle playlist score medical
    gluten peanut bouquet vegan disappointed curious correct collect stamp bald spot careful
    quickly deploy server folder screen charger trailer episode lovely cheers mate pint tube
    bloody soccer basketball baseball player coach league champion stadium marathon jog hike
    hiking trail tent ski surf knit sew craft puzzle novel author chapter poem actor actress
    director scene
""".split()
