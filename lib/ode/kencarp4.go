package ode

// KenCarp4 is the implicit half of ARK4(3)6L[2]SA, the pair of the orders 4 and 3
// of C. A. Kennedy and M. H. Carpenter (2003): diagonally implicit with an
// explicit first stage, γ = 1/4 at every later one, L-stable, stage order 2. Its
// coefficients are fractions, so the tests prove both orders.
const KenCarp4 RungeKutta = "KenCarp 4(3)"

var kenCarp4 = butcher(KenCarp4, `
   0    |
  1/2   |         1/4                  1/4
 83/250 |        8611/62500         -1743/31250           1/4
 31/50  |     5012029/34652500      -654441/2922500     174375/388108           1/4
 17/20  | 15267082809/155376265600 -71443401/120774400 730878875/902184768 2285395/8070912 1/4
   1    |       82889/524892            0              15625/83664           69875/102672 -2260/8211 1/4
--------+---------------------------------------------------------------------------------------------
        |       82889/524892            0              15625/83664           69875/102672 -2260/8211 1/4
        |  4586570599/29645900160       0          178811875/945068544   814220225/1159782912 -3700637/11593932 61727/225920
`)
