package native

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
)

// NullScan sets the variable that dest points to from a value of a database
// driver, as [sql.Rows.Scan] does.
//
// # Why through a database
//
// The conversion is the business of package database/sql, which applies it only
// to types known when it is compiled, or to rows. So value becomes a row.
func NullScan(dest, value any) error {
	db := sql.OpenDB(oneRow{value})
	defer db.Close()
	rows, err := db.Query("")
	if err != nil {
		return err
	}
	defer rows.Close()
	rows.Next()
	err = rows.Scan(dest)
	if cause := errors.Unwrap(err); cause != nil {
		return cause // without the number of the column
	}
	return err
}

// NullValue returns v as a database driver takes it.
func NullValue(v any) (driver.Value, error) { return sql.Null[any]{V: v, Valid: true}.Value() }

// oneRow is a database whose only row has one value.
type oneRow struct{ value any }

func (o oneRow) Connect(context.Context) (driver.Conn, error) { return o, nil }
func (o oneRow) Driver() driver.Driver                        { return o }
func (o oneRow) Open(string) (driver.Conn, error)             { return o, nil }
func (o oneRow) Prepare(string) (driver.Stmt, error)          { return o, nil }
func (o oneRow) Close() error                                 { return nil }
func (o oneRow) NumInput() int                                { return 0 }

func (o oneRow) Begin() (driver.Tx, error) {
	return nil, errors.New("native: got a transaction, want a query")
}

func (o oneRow) Exec([]driver.Value) (driver.Result, error) {
	return nil, errors.New("native: got a statement, want a query")
}

func (o oneRow) Query([]driver.Value) (driver.Rows, error) { return &row{value: o.value}, nil }

// row is the row on its way.
type row struct {
	value any
	read  bool
}

func (r *row) Columns() []string { return []string{""} }
func (r *row) Close() error      { return nil }

func (r *row) Next(dest []driver.Value) error {
	if r.read {
		return io.EOF
	}
	dest[0], r.read = r.value, true
	return nil
}
