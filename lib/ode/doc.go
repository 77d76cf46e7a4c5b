// Package ode discretizes ordinary differential equations
//
//	u' = f(t, u),   u(t0) = u0
//
// with the schemes that Lu et al. (2018) read residual networks as. A block of a
// network is one step of size h, with h absorbed into the block's branch:
//
//	ResNet      [ForwardEuler]  u[n+1] = u[n] + h·f(u[n])
//	PolyNet     [Neumann]       u[n+1] = u[n] + h·f(u[n]) + h·f(h·f(u[n])) + …
//	LM-ResNet   [LM]            u[n+1] = (1−k)·u[n] + k·u[n−1] + h·f(u[n])
//
// Start with [Solve]:
//
//	decay := func(t float64, u []float64) []float64 { return []float64{-u[0]} }
//	us, err := ode.Solve(ode.RK4, decay, []float64{1}, 0, 1, 10)
//
// [Solve] takes equal steps, as a network does. [Integrate] chooses its steps by the
// error it estimates, finds events and knows the solution between the steps:
//
//	sol, err := ode.Integrate(ctx, ode.Problem{F: decay, U0: []float64{1}, T1: 1}, ode.Options{})
//
// Where it fails because the problem is stiff, an implicit Method such as [KenCarp4]
// does better. [Differentiate] returns gradients through a solution.
//
// Read rk4.go to learn what a Runge–Kutta method is, tableau.go for what all of
// them share, lm.go and multistep.go for the linear multi-step side.
//
// # One scheme, one value
//
// Every scheme is data for one of two general objects, so that adding one means
// writing down its coefficients:
//
//	[Tableau]    Runge–Kutta methods, explicit or implicit: one state in, several
//	             evaluations of f; those with a name are [RungeKuttas]
//	[Multistep]  linear multi-step methods, explicit or implicit: several states in,
//	             one evaluation of f each
//
// Both compute what a reader asks of a scheme from those coefficients: order,
// stability, rate of growth. Nothing is typed in twice, and a wrong coefficient
// shows as a wrong order.
//
// # Why theory is computed in fractions
//
// Whether a method has order 5 is no matter of digits: 17 equations hold or do
// not. So a tableau is written as a book prints it, fractions and all, and
// [ParseTableau] keeps them; [Tableau.Order], [Tableau.AStable] and the stability
// limits are then decided exactly. It is also how the coefficients in this package
// are known to be right. Those of a method with roots in them are rounded, and
// conditions on them hold up to that.
//
// # Why the known methods are constants
//
// [ForwardEuler] is what every residual network says its scheme is. Were it a
// variable, or its coefficients a slice that anybody holds, one cell could change
// it for all networks. So it is a constant of type [RungeKutta], and its tableau
// is handed out as a copy.
//
// # Why a scheme has a speed
//
// The scheme of LM-ResNet is not consistent with u' = f unless k = 0. In the
// limit of small steps it follows
//
//	(1+k)·u' = f
//
// so time runs 1/(1+k) times as fast: for k < 0 the same number of blocks goes
// further. That is the paper's explanation of why LM-ResNet needs fewer
// parameters, and no flaw to be hidden. So [Scheme] has a Speed, orders are
// those with respect to u' = Speed·f, and [Multistep.Consistent] is the same
// scheme with f scaled so that the speed is 1.
//
// # Why the families compute their coefficients
//
// [AdamsBashforth], [AdamsMoulton], [BDF], [Nystrom] and [MilneSimpson] are one
// idea, a polynomial through what is known, integrated or differentiated. So they
// do that, in fractions, and a test compares with the tables of the books. Each
// comes with a start that is good enough for its order. [PredictorCorrector] makes
// an implicit one explicit.
//
// # Why splittings are apart
//
// A [Splitting] does not ask for f but for the exact flows of its two parts, which
// is what makes [SymplecticEuler], [StormerVerlet] and [Yoshida4] keep the energy
// of a Hamiltonian system. So it has a Solve of its own and is no [Scheme].
// [SemiImplicitEuler] is the one of them that asks for f alone, of a state of two
// halves, and is one.
//
// # Why noise
//
// A network trained with stochastic depth, or with noise on its features, is a
// scheme for an [SDE] (Lu et al. 2018, section 3). [SolveSDE] follows one path with
// [EulerMaruyama], [Milstein] or [StochasticHeun], and [Ensemble] many. The noise is
// a value, [Brownian], so that two schemes can be compared on the same path.
// [StochasticDepth], [ShakeShake] and [NoiseInjection] are the equations of the
// networks that have those names.
//
// A network's noise is not normal: a gate is open or shut. What a scheme for the
// equation shares with it are mean and variance of each step, and, as blocks become
// more and their steps smaller, the distribution at the end.
//
// # Why a scheme has an equation of its own
//
// What a scheme computes is, up to an error that is smaller still, the solution of
// another differential equation: with a small inertia for LM-ResNet,
//
//	(1+k)·u' + (1−k)·h/2·u'' = f
//
// That equation explains what the paper is about, so it is computed and not
// quoted: [Multistep.ModifiedEquation] gives as many terms as asked in exact
// fractions, and [Family.ModifiedEquation] gives them as formulas in k; solved for
// u' it is [ModifiedEquation.Field].
//
// # Why stability is asked on the real line
//
// For u' = λu with λ < 0 the solution decays; a scheme's numbers do so only if
// hλ is not too far to the left. [Scheme.RealStabilityLimit] is where that ends,
// −2 for forward Euler and −2(1−k) for LM(k). [Scheme.Stable] answers for any
// complex hλ, which draws the stability region. A [Multistep] also says how far up
// the imaginary axis waves may go, in which sector around the real line a stiff
// problem may lie, and where the region's border runs.
//
// # Why the errors of past steps decide the next one
//
// A pair of methods shares its stages and differs in order: the difference of both
// results estimates the error ε of a step, which goes like hᵏ. So h·ε^(−1/k) is the
// step that would just have met the tolerance. Taken as the next one, and nothing
// else, it swings: where stability and not accuracy limits h, ε falls and rises by
// large factors, and of [DormandPrince]'s steps one in seven is rejected; with
// [PI], one in a thousand. The theory of control says why:
// log h is steered by the integral of the errors' logarithms alone. A part for the
// error itself damps the swing, one for its change smooths what is left. See
// [Controller].
//
// A scheme of one step without a second set of weights, such as [RK4] or
// [RadauIIA5], takes each step at once and in two halves instead, which estimates
// the error as well but costs half as many evaluations again. A [Multistep] needs
// equal steps.
//
// # Why Newton's iteration knows the tolerance
//
// An implicit step solves an equation, and to solve it to the last digit costs more
// than all else: so [Solve] does, which is asked for the numbers of a scheme, and
// [Integrate] with Steps. Where [Integrate] chooses the steps, a small part of the
// tolerance is enough; a Jacobian serves as many steps as it can, and a step whose
// iteration will not arrive is made smaller at once.
//
// # Why three ways back
//
// A loss of the last state has derivatives with respect to the first state and to
// the parameters of f, and [Differentiate] goes back for them in three ways.
// [Direct] differentiates the steps that were taken: exactly the derivative of the
// numbers that come out, which is what back-propagation through a network of as
// many blocks computes. It keeps every state. [Checkpointed] keeps about the root
// of their number and goes forth a second time from each, for the same bits.
// [Continuous] solves the adjoint equation and keeps nothing: it recomputes the
// state backwards, which a solution that forgets its past does not allow, and its
// gradient fits the numbers only as well as the tolerance does.
//
// # Conventions
//
// States are vectors of float64. Time and step size carry the unit of the
// problem. Nothing here modifies or keeps the slices it is given.
//
// # Reference
//
// Y. Lu, A. Zhong, Q. Li, B. Dong, "Beyond Finite Layer Neural Networks: Bridging
// Deep Architectures and Numerical Differential Equations", ICML 2018,
// arXiv:1710.10121. For the theory: E. Hairer, S. P. Nørsett, G. Wanner, "Solving
// Ordinary Differential Equations I", Springer 1993, chapters II and III.
package ode
