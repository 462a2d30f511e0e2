grammar Jql;

options { caseInsensitive = true; }

query : disjunction? ordering? EOF ;

disjunction : conjunction (OR conjunction)* ;

conjunction : negation (AND negation)* ;

negation
    : NOT negation              # not
    | '(' disjunction ')'       # group
    | clause                    # single
    ;

clause
    : field op=(EQ | NE | LT | GT | LE | GE | LIKE | UNLIKE) operand    # compare
    | field NOT? IN (list | function)                                   # among
    | field IS NOT? nothing                                             # empty
    ;

field : WORD | STRING | NUMBER | CF ;

list : '(' operand (',' operand)* ')' ;

operand : function | nothing | value ;

function : WORD '(' (value (',' value)*)? ')' ;

nothing : EMPTY ;

value : STRING | WORD | NUMBER ;

ordering : ORDER BY order (',' order)* ;

order : field (ASC | DESC)? ;

EQ : '=' ;
NE : '!=' | '<>' ;
LE : '<=' ;
GE : '>=' ;
LT : '<' ;
GT : '>' ;
UNLIKE : '!~' ;
LIKE : '~' ;
AND : 'and' | '&&' | '&' ;
OR : 'or' | '||' | '|' ;
NOT : 'not' | '!' ;
IN : 'in' ;
IS : 'is' ;
EMPTY : 'empty' | 'null' ;
ORDER : 'order' ;
BY : 'by' ;
ASC : 'asc' ;
DESC : 'desc' ;
CF : 'cf[' [0-9]+ ']' ;
NUMBER : '-'? [0-9]+ ;
STRING : '"' ('\\' . | ~["\\])* '"' | '\'' ('\\' . | ~['\\])* '\'' ;
WORD : ~[ \t\r\n"'()[\],=!<>~|&*@+?;%^$#{}/\\]+ ;
SPACE : [ \t\r\n]+ -> skip ;
OTHER : . ;
