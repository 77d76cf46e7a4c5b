package ode

// CashKarp is the pair of the orders 5 and 4 of J. R. Cash and A. H. Karp (1990).
// Its first two, three and five stages hold methods of the orders 2, 3 and 4 as
// well, by which their code leaves a step early where the solution is not smooth;
// here only the orders 5 and 4 are used, in the last lines of the tableau below.
const CashKarp RungeKutta = "Cash–Karp"

var cashKarp = butcher(CashKarp, `
 0   |
1/5  |     1/5
3/10 |     3/40        9/40
3/5  |     3/10       -9/10     6/5
 1   |   -11/54        5/2    -70/27        35/27
7/8  |  1631/55296   175/512  575/13824  44275/110592 253/4096
-----+------------------------------------------------------------------
     |    37/378         0    250/621      125/594       0      512/1771
     |  2825/27648       0  18575/48384  13525/55296 277/14336    1/4
`)
