package box

import (
	"encoding/json"
	"reflect"
)

func jsonFunctions() map[string]reflect.Value {
	return map[string]reflect.Value{
		"Marshal": reflect.ValueOf(Marshal), "MarshalIndent": reflect.ValueOf(MarshalIndent), "Unmarshal": reflect.ValueOf(Unmarshal),
	}
}

func jsonCalls() map[string]reflect.Value {
	return map[string]reflect.Value{
		"encoding/json.(*Encoder).Encode": reflect.ValueOf(func(e *json.Encoder, x any) error { return jsonError(e.Encode(x)) }),
		"encoding/json.(*Decoder).Decode": reflect.ValueOf(func(d *json.Decoder, target any) error { return decodeJSON(target, d.Decode) }),
	}
}
