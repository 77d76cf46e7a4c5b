package interpreter

// view is what completion and inspection see of the session: it never changes.
type view struct{ names scopeTable }

// publish makes the session's names visible to those who ask while a cell
// runs.
func (s *Session) publish() { s.view.Store(&view{s.names.clone()}) }
