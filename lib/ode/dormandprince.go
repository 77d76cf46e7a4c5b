package ode

// DormandPrince is the pair of the orders 5 and 4 of J. R. Dormand and
// P. J. Prince (1980), the default of [Integrate]. Other names: DOPRI5, RK45,
// ode45. Its tableau is below as they print it: first the weights of order 5, then
// those of order 4.
//
// Earlier pairs were made for a good result of order 4; in this one that of order
// 5, which is used, has the small error. The last stage looks where the step
// ends, so of seven slopes six are new: first same as last.
const DormandPrince RungeKutta = "Dormand–Prince 5(4)"

var dormandPrince = butcher(DormandPrince, `
  0  |
 1/5 |    1/5
3/10 |    3/40       9/40
 4/5 |   44/45     -56/15      32/9
 8/9 | 19372/6561 -25360/2187 64448/6561 -212/729
  1  |  9017/3168   -355/33   46732/5247   49/176   -5103/18656
  1  |   35/384       0         500/1113  125/192   -2187/6784    11/84
-----+----------------------------------------------------------------------
     |   35/384       0         500/1113  125/192   -2187/6784    11/84    0
     |  5179/57600    0        7571/16695 393/640  -92097/339200 187/2100 1/40
`)

// dormandPrinceDense weighs the slopes for the bump of the interpolant of order 4
// (Hairer, Nørsett, Wanner, section II.6, as in their DOPRI5).
var dormandPrinceDense = []float64{
	-12715105075. / 11282082432,
	0,
	87487479700. / 32700410799,
	-10690763975. / 1880347072,
	701980252875. / 199316789632,
	-1453857185. / 822651844,
	69997945. / 29380423,
}
