package ode

// RKF45 is E. Fehlberg's pair of the orders 5 and 4 (1969), the first of its kind
// in wide use:
//
//	  0   |
//	 1/4  |    1/4
//	 3/8  |    3/32       9/32
//	12/13 | 1932/2197 −7200/2197  7296/2197
//	  1   |  439/216      −8      3680/513    −845/4104
//	 1/2  |   −8/27        2     −3544/2565   1859/4104   −11/40
//	------+-------------------------------------------------------------
//	      |   16/135       0      6656/12825 28561/56430   −9/50  2/55    order 5
//	      |   25/216       0      1408/2565   2197/4104    −1/5    0      order 4
//
// Fehlberg went on with the result of order 4, of which the difference of both
// estimates the error. Here the one of order 5 is the result, as is usual since:
// it is there, and it is better.
const RKF45 RungeKutta = "RKF45"

var rkf45 = butcher(RKF45, `
  0   |
 1/4  |    1/4
 3/8  |    3/32       9/32
12/13 | 1932/2197 -7200/2197  7296/2197
  1   |  439/216      -8      3680/513    -845/4104
 1/2  |   -8/27        2     -3544/2565   1859/4104   -11/40
------+-------------------------------------------------------------
      |   16/135       0      6656/12825 28561/56430   -9/50  2/55
      |   25/216       0      1408/2565   2197/4104    -1/5    0
`)
