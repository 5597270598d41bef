"""Common first names of many countries, with the gender that a reader would take them for."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from assistant.fold import fold

Gender = Literal["m", "f", ""]

_MALE = frozenset(
    """
    aaron abdul adil abdullah abraham adam adrian ahmad ahmed akira alan albert alejandro
    aleksandr alessandro alex alexander alexei alfred ali allen amir anders andre andreas andrei
    andrew andy angelo angus anthony antoine antonio antony anwar arjun arnold arthur ashok axel
    barack barry bashar ben benjamin bernard bernie bert bill billy björn bob bobby boris brad
    bradley brandon brendan brett brian bruce bruno bryan carl carlos cedric chad charles
    charlie chen chris christian clarence christopher chuck claude clint clive colin connor
    corey craig curtis dale damon dan daniel darren dave david dean dennis denis derek desmond
    dick didier diego dieter dimitri dmitri dmitry dominic don donald doug douglas drew duncan
    dwight earl ed eddie edgar edmund eduardo edward edwin eli elias elliot emanuel emmanuel
    enrico enrique eric erik ernest ernesto ethan eugene evan evgeny fabio farid felipe felix
    ferdinand fernando florian francesco francis francisco françois frank franklin franz fred
    frederick friedrich fritz gareth gary gavin geert geoff geoffrey george gerald gerard
    gerhard gianni gilbert giorgio giovanni giuseppe glenn gordon graham greg gregory guillermo
    gunnar gustav guy hamid hank hans harold harry harvey hasan hassan hector heinrich helmut
    henrik henry herbert herman hiroshi howard hubert hugh hugo hussein ian ibrahim igor ilya
    imran isaac ismail ivan jack jacob jacques jaime jake jakob jamal james jan janos jared
    jason javier jay jean jeb jed jeff jeffrey jens jeremy jerome jerry jesse jesús jim jimmy
    joachim joao joe joel johan johannes john johnny jon jonathan jordan jorge josé josef joseph
    josh joshua juan jules julian julio jun jürgen justin kamal karl keith ken kenji kenneth
    kent kevin khaled khalid kofi konrad kurt kyle lance larry lars laurent lawrence lee leo
    leon leonard leonardo lindsey lionel lloyd lorenzo louis luc luca lucas luigi luis luke
    magnus mahmoud malcolm manuel marc marcel marco marcos marcus mario mark markus martin marty
    marvin mateo matt matteo matthew matthias maurice max maxim mehmet michael michel miguel
    mikhail mike milan milton mitch mitchell mitt mohamed mohammad mohammed moses muhammad
    mustafa naftali nathan neal ned neil nelson newt niall nicholas nick nicolas nigel nikita
    nikolai noah norman olaf oleg oliver omar oscar osman otto owen pablo paolo patrick paul
    pavel pedro per pete peter petr phil philip philippe pierre pieter piotr prakash rafael
    rahul raj rajiv ralph ramon rand randy raoul raphael rashid raul ray raymond rené reza
    ricardo richard rick rob robby robert roberto rod rodney rodrigo roger roland rolf roman ron
    ronald rory ross roy rudolf rudy rupert russ russell ryan said salman sam samuel sanjay
    santiago saul scott sean sebastian serge sergei sergey sergio seth shane shaun shinzo sid
    silvio simon stan stefan stephan stephen steve steven stuart sven tariq ted terrence thabo
    theo theodore thomas tim timothy tobias todd tom tomas tommy tony travis trent trevor trey
    troy umar victor vijay viktor vince vincent vitaly vladimir volodymyr walter wang warren
    wayne werner wilhelm will william willie wolfgang xavier yannis yasser yitzhak yuri yusuf
    yves zach zachary
    """.split()
)
_FEMALE = frozenset(
    """
    abigail ada adele adriana agnes aisha alejandra alexandra alice alicia alison allison amanda
    amber amelia amina amy ana anastasia andrea angela angelina anita ann anna anne annette
    annie antonia april ashley astrid audrey ava barbara beatrice becky bella beth betty beverly
    bianca birgit bonnie brenda brigitte britney bridget camila camilla candice carla carly
    carmen carol carolina caroline carolyn catherine cathy cecilia celia charlotte chelsea
    cheryl chloe christina christine cindy claire clara clare claudia colleen condoleezza
    constance cristina crystal cynthia daisy dana danielle dawn deborah debbie debra delia
    denise diana diane dina dolores donna dora doris dorothy dottie ebony edith eileen elaine
    eleanor elena elif elisabeth elizabeth ella ellen elsa emilia emily emma erica erin esther
    eva eve evelyn fatima fatma felicia fiona flora florence frances francesca frida gabriela
    gabrielle gail gayle gemma georgia geraldine gerda gina giulia gladys glenda gloria grace
    greta gretchen gwen hanna hannah harriet heather heidi helen helena helga hilary hilda
    hillary huma ida ilse imelda indira inga ingrid irene irina iris isabel isabella isabelle
    ivana ivanka jackie jacqueline jane janet janice jasmine jeanne jen jenna jennifer jenny
    jessica jill jo joan joanna joanne jocelyn jodie josephine joy joyce juanita judith judy
    julia juliana julie juliet kamala karen karin karla kate katharina katharine katherine
    kathleen kathryn kathy katie katrina kay kayla kelly kellyanne kerry kim kirsten kirstjen
    kristen kristin kristina lara laura lauren leila lena leslie leticia liliana lillian lily
    linda lisa liz lois lola loretta lori lorraine louisa louise lucia lucy luisa lydia lynn
    madeleine madison maggie margaret margarita margot maria marian mariana marie marilyn marina
    marion marisol marjorie marlene marsha marta martha mary maryam matilda maureen maxine megan
    mei melanie melania melinda melissa mercedes meredith mia michaela michelle mildred miriam
    molly mona monica monique nadia nancy naomi natalia natalie natasha nicola nicole nina nora
    norma olga olivia paige pam pamela patricia patty paula pauline penelope penny petra phyllis
    priscilla priya rachel rebecca regina renata renee rhonda rita roberta robin rosa rosalind
    rose rosemary rosie roxanne ruth sabrina sally samantha sandra sara sarah selma shannon
    sharon sheila shelley sheryl shirley silvia simone sofia sonia sophia sophie stacey stella
    stephanie sue susan susana susanna suzanne svetlana sylvia tamara tanya tatiana teresa
    theresa tina tracy tulsi ursula valentina valerie vanessa vera veronica victoria viola
    violet virginia vivian wanda wendy whitney xiomara yasmin yolanda yulia yvette yvonne zainab
    zoe zsuzsanna
    """.split()
)
_MALE_FOLDED = frozenset(map(fold, _MALE))
_FEMALE_FOLDED = frozenset(map(fold, _FEMALE))


@lru_cache(maxsize=1 << 14)
def gender_of(first: str) -> Gender:
    """What a first name tells of its bearer; empty for a name that tells nothing."""
    plain = fold(first).rstrip(".")
    if plain in _MALE_FOLDED:
        return "m"
    if plain in _FEMALE_FOLDED:
        return "f"
    head = plain.split("-")[0]  # Jean-Claude, Mary-Ann
    return gender_of(head) if head != plain else ""


def is_first_name(word: str) -> bool:
    return bool(gender_of(word))
