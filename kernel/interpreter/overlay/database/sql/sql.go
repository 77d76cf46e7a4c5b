// Package sql stands for the generic type of the standard library's package
// database/sql.
package sql

import (
	"database/sql"
	"database/sql/driver"

	"github.com/unravel-go/unravel/kernel/interpreter/overlay/native"
)

// Null is a value that may be null.
type Null[T any] struct {
	V     T
	Valid bool
}

// Scan sets n from a value of a database driver.
func (n *Null[T]) Scan(value any) error {
	if value == nil {
		var zero T
		n.V, n.Valid = zero, false
		return nil
	}
	n.Valid = true
	var v any = &n.V
	if s, ok := v.(sql.Scanner); ok {
		return s.Scan(value)
	}
	return native.NullScan(&n.V, value)
}

// Value returns n as a database driver takes it.
func (n Null[T]) Value() (driver.Value, error) {
	if !n.Valid {
		return nil, nil
	}
	var v any = n.V
	if valuer, ok := v.(driver.Valuer); ok {
		return native.NullValue(valuer)
	}
	return native.NullValue(n.V)
}
