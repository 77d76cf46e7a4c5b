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

var dormandPrince = withDense(dormandPrinceDense, butcher(DormandPrince, `
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
`))

// dormandPrinceDense weighs the slopes for every point θ of the step, by θ, θ², θ³
// and θ⁴, with order 4: the Hermite cubic plus a bump h·θ²(1−θ)²·Σ d[i]·g[i] whose
// weights d are those of the last column (Hairer, Nørsett, Wanner, section II.6).
var dormandPrinceDense = [][]float64{
	{1, -8048581381. / 2820520608, 8663915743. / 2820520608, -12715105075. / 11282082432},
	{0, 0, 0, 0},
	{0, 131558114200. / 32700410799, -68118460800. / 10900136933, 87487479700. / 32700410799},
	{0, -1754552775. / 470086768, 14199869525. / 1410260304, -10690763975. / 1880347072},
	{0, 127303824393. / 49829197408, -318862633887. / 49829197408, 701980252875. / 199316789632},
	{0, -282668133. / 205662961, 2019193451. / 616988883, -1453857185. / 822651844},
	{0, 40617522. / 29380423, -110615467. / 29380423, 69997945. / 29380423},
}

func withDense(dense [][]float64, s *Tableau) *Tableau {
	s.Dense = dense
	return s
}
