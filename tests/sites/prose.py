"""Running text about library work that nobody wrote for a library: sentences put together by lot, always the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with what stands under it; `folded` text lies in an accordion."""

    heading: str | None
    paragraphs: tuple[str, ...]
    items: tuple[str, ...] = ()
    numbered: bool = False
    folded: bool = False

    def lines(self) -> Iterator[str]:
        """Yield heading, paragraphs and items."""
        if self.heading:
            yield self.heading
        yield from self.paragraphs
        yield from self.items


@dataclass(frozen=True, slots=True)
class Topic:
    """What a page can be about: what one does, and what it is good for."""

    name: str
    heading: str
    acts: tuple[str, ...]
    goals: tuple[str, ...]


def _topic(name: str, heading: str, acts: str, goals: str) -> Topic:
    return Topic(name, heading, tuple(acts.split("; ")), tuple(goals.split("; ")))


TOPICS = (
    _topic("Läsfrämjande på lov", "Läsning när skolan är stängd",
           "en läsutmaning med stämpelkort; en bokbuss till badplatsen; högläsning i hängmattor; ett lovbibliotek i tält;"
           " en byteshylla vid campingen; sagopromenader i skogskanten",
           "barn hittar en bok de vill läsa klart; lässuget håller i sig till hösten; fritidshemmen vågar läsa högt;"
           " syskon läser för varandra; vuxna får tid att läsa bredvid"),
    _topic("Källkritik med vuxna", "Att pröva en uppgift",
           "en kväll om bilder som ljuger; ett prov med tre påståenden; en rundgång bland skärmdumpar; ett samtal om"
           " vem som tjänar på nyheten; en jämförelse av två rubriker; en frågelåda om reklam",
           "deltagarna stannar upp innan de delar; fler vet var svaret går att kontrollera; samtalet blir lugnare;"
           " misstro byts mot nyfikenhet; personalen slipper spela domare"),
    _topic("Bokcirklar", "Läsa tillsammans",
           "en tyst bokcirkel; en cirkel i lunchrummet; en cirkel på två språk; ett samtal om de tre första sidorna;"
           " en cirkel för den som inte hunnit läsa; en kväll med bara noveller",
           "ingen behöver ha läst allt; de tystlåtna får ordet; gruppen klarar sig utan ledare; fler vågar tycka olika;"
           " böckerna räcker till alla"),
    _topic("Språkkaféer", "Samtal över en kopp",
           "bordskort med vardagsord; en karta där alla sätter nålar; en runda om mat och högtider; ett bord för"
           " nybörjare; en sånghäfteskväll; en promenad med ordlapp",
           "svenskan används på riktigt; frivilliga känner sig trygga; deltagarna lär känna stan; orden fastnar;"
           " fler kommer tillbaka veckan efter"),
    _topic("Nationella minoriteter", "Hyllan, språket och ansvaret",
           "en hyllrond med frågelista; en inköpsrunda på mässan; ett årshjul med högtidsdagar; en hylla vid entrén;"
           " ett samråd med föreningarna; en sagostund på finska",
           "språket syns när man kommer in; rätten till böcker blir känd; samråden leder till något; barn hör sitt"
           " språk från en scen; hyllan fylls på i tid"),
    _topic("Digital handledning", "Hjälp med skärmen",
           "en drop-in vid disken; en bokningstavla för halvtimmar; ett kort om vad vi inte gör; ett lärarlag av"
           " pensionärer; en kurs i att känna igen lurendrejeri; en hörna med lånesurfplattor",
           "besökaren klarar nästa gång själv; kön till disken blir kortare; personalen vet var gränsen går; lösenord"
           " stannar hos ägaren; fler vågar fråga"),
    _topic("Tillgänglighet i lokalen", "Från dörr till hylla",
           "en rond med måttband; en ljudkarta över lokalen; en provsittning av alla stolar; en skyltvandring;"
           " ett test med förstoringsglas; en lugn timme varje torsdag",
           "alla hittar från dörr till hylla; ljuset räcker för den som ser dåligt; hyllorna nås sittande; den som"
           " är känslig för buller orkar stanna; skyltarna förstås av alla"),
    _topic("Barnkonventionen", "Barnets bästa i beslut",
           "en prövning inför varje beslut; ett barnråd med klubba; en förslagslåda i ögonhöjd; en intervju med"
           " sjuåringar; en rundvandring ledd av barn; ett kort med fyra artiklar",
           "barn får svar på vad som hände sedan; besluten kan förklaras; vuxna frågar före och inte efter;"
           " rättigheterna blir begripliga; förslagen tas på allvar"),
    _topic("Shared reading", "Att läsa långsamt",
           "en dikt och ett utdrag; en läsledare vid bordet; en grupp på vårdcentralen; en läsning i väntrummet;"
           " en stund utan förkunskaper; en serie om åtta träffar",
           "texten får ta den tid den tar; rösten bär gruppen; ensamma hittar sällskap; läsningen hör ihop med livet;"
           " ingen prövas"),
    _topic("Meröppet", "Öppet utan personal",
           "en introduktion på tio minuter; ett kort med regler; en kvällsrond; en telefonkedja; en överenskommelse"
           " med skolan; en uppföljning var sjätte månad",
           "nattarbetare får ett bibliotek; tryggheten märks; ansvaret delas; lokalen används hela dagen; reglerna"
           " är kända"),
    _topic("Skolbibliotek", "Bibliotek i skolan",
           "en bemanningsplan; ett bokprat i varje klass; en överenskommelse mellan rektor och bibliotekschef; ett"
           " läsår med fyra teman; en hylla med fortsättningar; ett prov på källor i åttan",
           "eleverna känner sin bibliotekarie; undervisningen får draghjälp; böckerna kommer till klassrummet; lagens"
           " krav kan följas upp; läsningen syns i schemat"),
    _topic("Biblioteksplaner", "Att skriva och följa en plan",
           "en skrivarstuga i tre steg; en tavla med mål; ett samråd med grannkommunen; en halvtidsgenomgång; en"
           " sida om pengar; en bilaga med mått",
           "planen används efter beslutet; politikerna känner igen målen; personalen vet vad som gäller; uppföljningen"
           " går att läsa; nästa plan blir kortare"),
    _topic("Sommarboken", "Sex titlar till höstterminen",
           "en guldpeng till varje läsare; en loggbok att fylla i; ett diplom vid skolstarten; en författarkväll i"
           " augusti; en tipsvägg; en bokpåse till varje klass",
           "läsningen följer med hem; de ovana läsarna kommer tillbaka; bibliotekarien blir ett känt ansikte; sommaren"
           " får ett mål; familjer läser samma bok"),
    _topic("Sagostunder", "Ramsor, sånger och golvyta",
           "en ramsburk; en matta med nummer; en tvåspråkig saga; en docka som glömmer; en stund på förskolans gård;"
           " ett häfte att ta med hem",
           "de minsta känner igen rytmen; föräldrar tar med sig ramsorna; språken möts; golvet räcker till alla;"
           " personalen slipper buller"),
    _topic("Beredskap", "När strömmen går",
           "en bordsövning om ett strömavbrott; en låda med papperslistor; en lista över nycklar; ett samtal om rykten;"
           " en samlingsplats med värme; en övning med kommunens krisgrupp",
           "biblioteket är öppet när det behövs; råd når fram utan skärm; alla vet vem som ringer; samlingarna skyddas;"
           " lugnet sprider sig"),
    _topic("Uppsökande verksamhet", "Biblioteket kommer hem",
           "en bokväska till hemtjänsten; ett bud på cykel; en läsombudsutbildning; en hylla på boendet; en ringlista;"
           " en vagn på avdelningen",
           "den som inte kan komma får böcker ändå; omsorgen blir medspelare; önskemål fångas upp; läsningen blir en"
           " vana; anhöriga får tips"),
    _topic("Makerspace", "Göra saker på biblioteket",
           "ett lagningsbord; en symaskinskväll; ett skrivarkort; en öppen verkstad; en kodklubb med papper; en byteslåda"
           " för garn",
           "fler lär av varandra; prylar får längre liv; tonåringar stannar kvar; nybörjare vågar; verkstan sköts av"
           " många"),
    _topic("Poesi på väggen", "Dikter i det offentliga",
           "en diktväg till torget; en skrivmaskin i fönstret; en läsning vid stängning; ett häfte med elevers dikter;"
           " en radda lappar i gallringen; en tävling om årets rad",
           "dikten möter den som inte söker; unga skribenter blir lästa; lokalen får en röst; fler lånar poesi;"
           " väggarna berättar"),
    _topic("Samverkan med bvc", "De första åren",
           "en gåvobok vid åttamånaderskontrollen; en språkpåse; en gemensam utbildningsdag; en affisch i väntrummet;"
           " ett föräldramöte; en lånekortskampanj",
           "alla barn får en första bok; föräldrar får samma råd; yrkena lär känna varandra; språket växer; steget in"
           " på biblioteket blir kort"),
    _topic("Hållbarhet", "Dela, låna, laga",
           "ett fröbibliotek; en verktygspool; en gallringsloppis; en mätning av transporter; en klimatkväll; en"
           " reparationsdag",
           "lån ersätter köp; transporterna blir färre; fröerna kommer tillbaka; samtalet om klimatet blir konkret;"
           " fler delar med sig"),
)  # fmt: skip

_ACTORS = (
    "Personalen", "Arbetslaget", "En grupp bibliotekarier", "Filialen", "Kulturskolan och biblioteket", "Två kommuner",
    "Nätverket", "Förskolan", "Föreningslivet", "Bokbussen", "Studieförbundet", "En handfull frivilliga",
)  # fmt: skip
_TIMES = (
    "under våren", "i två omgångar", "varannan torsdag", "före stängning", "på en halv dag", "en gång i månaden",
    "från oktober till mars", "när lokalen är tom", "inför terminsstarten", "vid tre tillfällen",
)  # fmt: skip
_NEEDS = (
    "en tom vägg", "papper och pennor", "två som leder", "en lista på deltagare", "ett rum med dörr", "en klocka som syns",
    "en påse lappar", "kaffe i god tid", "en kollega som antecknar", "en tydlig inbjudan",
)  # fmt: skip
_SENTENCES = (
    "{who} i {place} provade {act} {when}.",
    "Tanken är enkel: {goal}.",
    "Det som behövs är {need} och {other_need}.",
    "Efter {number} träffar märktes det att {goal}.",
    "Börja smått och låt {act} växa fram ur det som redan fungerar.",
    "I {place} valde man bort {other_act} för att hinna med {act}.",
    "{who} räknade till {number} deltagare, varav ungefär hälften kom för första gången.",
    "Målet är att {goal}, inte att allt ska bli klart.",
    "Den som vill göra likadant bör avsätta {need} och prata igenom rollerna {when}.",
    "Ett råd från {place} är att bestämma i förväg vem som öppnar, vem som lyssnar och vem som städar.",
    "När {goal} blir det lättare att få chefen att säga ja till en fortsättning.",
    "{who} skrev upp varje fråga på ett kort och gick igenom korten {when}.",
    "Det gick sämre när {other_act} lades ovanpå utan att något annat togs bort.",
    "Kostnaden stannade vid {number} hundralappar, mest för fika och tryck.",
    "Vi såg {act} som ett sätt att se till att {goal}.",
    "Efteråt fick alla svara på om {goal}, och svaren sparades till nästa gång.",
    "Till {act} hör ett kort som förklarar vad som händer och varför.",
    "Låt deltagarna själva välja mellan {act} och {other_act}.",
    "I {place} har {act} blivit ett stående inslag {when}.",
    "Misstaget första gången var att glömma {need}.",
    "{who} beskriver det som att {goal}.",
    "Planera för {number} personer och räkna med att några uteblir.",
    "Avsluta med en fråga om vad som ska sparas och vad som ska slängas.",
    "Gör ett försök {when}, skriv ner vad som hände och gör om det med en ändring i taget.",
)  # fmt: skip
_HEADINGS = (
    "Så gick det till", "Det här behöver ni", "Förberedelser", "Vad vi lärde oss", "Steg för steg", "Bakgrund",
    "Vem som gör vad", "Följ upp", "Vanliga fallgropar", "Tid och pengar", "Att tänka på", "Nästa steg",
)  # fmt: skip
_STEMS = (
    "Gran", "Alm", "Kvarn", "Sten", "Häll", "Fur", "Ås", "Mosse", "Lind", "Tall", "Räv", "Ugg", "Kråk", "Svan", "Björn",
    "Harg", "Ljung", "Vass", "Ek", "Rönn",
)  # fmt: skip
_ENDS = (
    "vallsbo", "hemmet", "öringe", "tjärnsla", "brohult", "viksund", "marksele", "åsebol", "dalsätra", "torpinge",
    "bäcksele", "holmsröd", "näsbodarna", "kullaberga", "mosättra", "sjöhyttan", "lundaköp", "ryssnäs",
)  # fmt: skip


def place(number: int) -> str:
    """Return the name of a place that does not exist; 0 to 359 differ."""
    return _STEMS[number % len(_STEMS)] + _ENDS[(number // len(_STEMS)) % len(_ENDS)]


@dataclass(slots=True)
class Writer:
    """Writes about one topic in one place; the same `seed` writes the same."""

    topic: Topic
    place: str
    seed: str
    _lot: Random = field(init=False)
    _left: list[str] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        self._lot = Random(self.seed)  # noqa: S311 -- a lot that always falls the same

    def sentence(self) -> str:
        """Return a sentence; its pattern is not used again until all have been."""
        if not self._left:
            self._left = self._lot.sample(_SENTENCES, len(_SENTENCES))
        act, other_act = self._lot.sample(self.topic.acts, 2)
        need, other_need = self._lot.sample(_NEEDS, 2)
        text = self._left.pop().format(
            who=self._lot.choice(_ACTORS), place=self.place, act=act, other_act=other_act, need=need,
            other_need=other_need, goal=self._lot.choice(self.topic.goals), when=self._lot.choice(_TIMES),
            number=self._lot.randint(3, 60),
        )  # fmt: skip
        return text[0].upper() + text[1:]

    def paragraph(self, sentences: int = 3) -> str:
        """Return a few sentences in a row."""
        return " ".join(self.sentence() for _ in range(sentences))

    def lead(self) -> str:
        """Return what a page begins with; it names the place."""
        act, goal = self._lot.choice(self.topic.acts), self._lot.choice(self.topic.goals)
        return f"I {self.place} har biblioteket arbetat med {act} så att {goal}. {self.sentence()}"

    def items(self, count: int) -> tuple[str, ...]:
        """Return a list to tick off."""
        both = [*self.topic.acts, *_NEEDS]
        verbs = ("Ordna", "Skriv ner", "Förbered", "Prova", "Utvärdera", "Visa upp")
        return tuple(f"{self._lot.choice(verbs)} {thing}" for thing in self._lot.sample(both, count))

    def parts(self, count: int, *, folded: bool = False) -> tuple[Part, ...]:
        """Return sections under headings of their own, every other with a list."""
        heads = self._lot.sample(_HEADINGS, count)
        return tuple(self._part(head, at, folded=folded) for at, head in enumerate(heads))

    def _part(self, heading: str, at: int, *, folded: bool) -> Part:
        paragraphs = tuple(self.paragraph(self._lot.randint(2, 4)) for _ in range(self._lot.randint(1, 3)))
        items = self.items(self._lot.randint(3, 5)) if at % 2 else ()
        return Part(heading, paragraphs, items, numbered=bool(at % 4 == 1), folded=folded)
