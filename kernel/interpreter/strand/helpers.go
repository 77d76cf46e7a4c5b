package strand

import (
	"context"
	"os"
	"os/signal"
	"reflect"
	"runtime/pprof"
)

// Helpers returns what lowered code calls by the names of this package.
func (s *Set) Helpers() map[string]reflect.Value {
	return map[string]reflect.Value{
		"Poll":        reflect.ValueOf(s.Poll),
		"Mark":        reflect.ValueOf(s.Marks.Set),
		"Go":          reflect.ValueOf(s.Go),
		"Recv":        reflect.ValueOf(s.Recv),
		"RecvInto":    reflect.ValueOf(s.RecvInto),
		"Send":        reflect.ValueOf(s.Send),
		"Select":      reflect.ValueOf(s.Select),
		"RecvCase":    reflect.ValueOf(RecvCase),
		"SendCase":    reflect.ValueOf(SendCase),
		"DefaultCase": reflect.ValueOf(DefaultCase),
		"MakeChan":    reflect.ValueOf(s.MakeChan),
		"Given":       reflect.ValueOf(s.Given),
		"CloseChan":   reflect.ValueOf(CloseChan),
		"Panic":       reflect.ValueOf(s.Panic),
		"Recovered":   reflect.ValueOf(s.Recovered),
		"Deferred":    reflect.ValueOf((*Deferred)(nil)),
		"Deferring":   reflect.ValueOf(s.Deferring),
		"Defer":       reflect.ValueOf(Defer),
		"Falling":     reflect.ValueOf(s.Falling),
		"Recover":     reflect.ValueOf(s.Recover),
	}
}

// Overrides returns functions that stand in for those of compiled packages,
// in the format of yaegi's symbol tables.
func (s *Set) Overrides() map[string]map[string]reflect.Value {
	return map[string]map[string]reflect.Value{
		"time/time":       {"Sleep": reflect.ValueOf(s.Sleep), "AfterFunc": reflect.ValueOf(s.afterFunc)},
		"context/context": {"AfterFunc": reflect.ValueOf(s.afterContext)},
		"os/os":           {"Exit": reflect.ValueOf(s.Exit)},
		"os/signal/signal": {"Notify": reflect.ValueOf(func(c chan<- os.Signal, sig ...os.Signal) {
			s.notify(signal.Notify, c, sig...)
		})},
		// Labels tell who runs: profiles of interpreted code do without others.
		"runtime/pprof/pprof": {
			"SetGoroutineLabels": reflect.ValueOf(func(context.Context) {}),
			"Do": reflect.ValueOf(func(ctx context.Context, labels pprof.LabelSet, f func(context.Context)) {
				f(pprof.WithLabels(ctx, labels))
			}),
		},
		"log/log": {
			"Fatal":   reflect.ValueOf(s.fatal),
			"Fatalf":  reflect.ValueOf(s.fatalf),
			"Fatalln": reflect.ValueOf(s.fatalln),
		},
	}
}

// Methods returns functions that stand in for methods of compiled types,
// receiver first.
func (s *Set) Methods() map[string]reflect.Value {
	return map[string]reflect.Value{
		"sync.(*Mutex).Lock":      reflect.ValueOf(s.lockMutex),
		"sync.(*Mutex).Unlock":    reflect.ValueOf(s.unlockMutex),
		"sync.(*RWMutex).Lock":    reflect.ValueOf(s.lockRW),
		"sync.(*RWMutex).Unlock":  reflect.ValueOf(s.unlockRW),
		"sync.(*RWMutex).RLock":   reflect.ValueOf(s.rlockRW),
		"sync.(*RWMutex).RUnlock": reflect.ValueOf(s.runlockRW),
		"sync.(*WaitGroup).Wait":  reflect.ValueOf(s.waitGroup),
		"sync.(*WaitGroup).Go":    reflect.ValueOf(s.goInGroup),
		"sync.(*Cond).Wait":       reflect.ValueOf(s.waitCond),
		"sync.Locker.Lock":        reflect.ValueOf(s.lock),
		"sync.Locker.Unlock":      reflect.ValueOf(s.unlock),
		"log.(*Logger).Fatal":     reflect.ValueOf(s.loggerFatal),
		"log.(*Logger).Fatalf":    reflect.ValueOf(s.loggerFatalf),
		"log.(*Logger).Fatalln":   reflect.ValueOf(s.loggerFatalln),
	}
}
