package ode

// Heun takes a step of forward Euler, looks at the slope there and follows the
// mean of both slopes from the start: the trapezoidal rule, with a prediction in
// place of the unknown end.
//
//	0 |
//	1 |  1
//	--+---------
//	  | 1/2 1/2
//
// Order 2, stable on the real line for −2 < hλ < 0. Also called improved Euler.
const Heun RungeKutta = "Heun"

var heun = butcher(Heun, `
0 |
1 |  1
--+---------
  | 1/2 1/2
`)
