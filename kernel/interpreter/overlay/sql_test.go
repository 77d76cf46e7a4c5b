package overlay_test

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"testing"
	"time"

	oursql "github.com/unravel-go/unravel/kernel/interpreter/overlay/database/sql"
)

// level scans and values itself.
type level int

func (l *level) Scan(v any) error            { *l = level(len(fmt.Sprint(v))); return nil }
func (l level) Value() (driver.Value, error) { return fmt.Sprint("level ", int(l)), nil }

func TestNull(t *testing.T) {
	for _, v := range []any{nil, int64(7), 2.5, true, "12", "x", []byte("3"), time.Unix(0, 0).UTC(), context.TODO()} {
		null[int](t, v)
		null[uint8](t, v)
		null[float32](t, v)
		null[celsius](t, v)
		null[string](t, v)
		null[word](t, v)
		null[bool](t, v)
		null[[]byte](t, v)
		null[time.Time](t, v)
		null[any](t, v)
		null[level](t, v)
		null[pair](t, v)
	}
}

func null[T any](t *testing.T, v any) {
	t.Helper()
	var theirs sql.Null[T]
	var ours oursql.Null[T]
	wantErr, gotErr := theirs.Scan(v), ours.Scan(v)
	if text(ours.V) != text(theirs.V) || ours.Valid != theirs.Valid || fmt.Sprint(gotErr) != fmt.Sprint(wantErr) {
		t.Errorf("Scan(%v): got %v, %v, want %v, %v", v, ours, gotErr, theirs, wantErr)
	}
	want, wantErr := theirs.Value()
	got, gotErr := ours.Value()
	if text(got) != text(want) || fmt.Sprint(gotErr) != fmt.Sprint(wantErr) {
		t.Errorf("Value of %v: got %v, %v, want %v, %v", ours, got, gotErr, want, wantErr)
	}
}
