package ode

// AdaptiveHeun is [Heun] with an estimate of its error: how far it ends from the
// step of forward Euler that it starts with.
//
//	0 |
//	1 |  1
//	--+---------
//	  | 1/2 1/2    order 2
//	  |  1   0     order 1
//
// The estimate is h/2·(g[1]−g[0]), about h²/2·u″: the error of forward Euler, and
// so a pessimistic one of the method that is used.
const AdaptiveHeun RungeKutta = "adaptive Heun"

var adaptiveHeun = butcher(AdaptiveHeun, `
0 |
1 |  1
--+---------
  | 1/2 1/2
  |  1   0
`)
