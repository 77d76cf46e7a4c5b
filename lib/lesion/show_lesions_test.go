package lesion_test

import (
	"strings"
	"testing"

	"github.com/unravel-go/unravel/lib/lesion"
)

// What somebody has chosen is shown network by network, and says what was changed.
func TestNetworksByHandShowARowEach(t *testing.T) {
	measure := lesion.Measure{Error: 12, TopK: 3, Loss: .5, Samples: 500}
	l := &lesion.Lesions{
		Network: "ResNet-20", Experiment: "Delete", Blocks: 9, TopK: 5,
		Whole: lesion.Measure{Error: 2, Samples: 500}, Transitions: true,
		Networks: []lesion.Lesion{
			{Count: 4, Deleted: []int{0, 3, 4, 5}, Order: []int{1, 2, 6, 7, 8}, Tau: 1, Measure: measure},
			{Count: 0, Order: []int{0, 1, 2}, Tau: 1, Measure: measure},
			{Count: 2, Order: []int{2, 1, 0}, Tau: -1, Measure: measure},
		},
	}
	want := `ResNet-20: test error 2.00 % whole; 3 networks with 0 to 4 blocks deleted of 9, blocks that change the shape are among them
changed         error %  95 % interval  top-5 error %  loss    τ
0, 3–5          12.00    9.20 to 15.00  3.00           0.5000  1.0000
nothing         12.00    9.20 to 15.00  3.00           0.5000  1.0000
2 at 0, 0 at 2  12.00    9.20 to 15.00  3.00           0.5000  -1.0000
`
	if got := l.String(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	html := l.MIMEBundle()["text/html"].(string)
	if strings.Count(html, "<div style") != 3 || !strings.Contains(html, "width:12.00%") || !strings.Contains(html, "(500 images)") {
		t.Errorf("got no three bars of 12 %% and the number of images in\n%s", html)
	}
}

// Networks that were drawn are shown by how much was changed.
func TestNetworksDrawnShowABox(t *testing.T) {
	l := &lesion.Lesions{Network: "ResNet-20", Experiment: "Reorder", Blocks: 9}
	for _, e := range []float64{10, 20, 30, 40, 50} {
		l.Networks = append(l.Networks, lesion.Lesion{Count: 3, Measure: lesion.Measure{Error: e}})
	}
	html := l.MIMEBundle()["text/html"].(string)
	if strings.Count(html, "<div style") != 1 || !strings.Contains(html, "margin-left:20.00%;width:20.00%") || !strings.Contains(html, "<th>swaps</th>") {
		t.Errorf("got no bar from 20 to 40 %% in\n%s", html)
	}
}

func TestNoLesionsShowThemselves(t *testing.T) {
	var none *lesion.Lesions
	if none.String() != "no lesions\n" || none.MIMEBundle() == nil || none.Boxes() != nil || none.CountName() != "changes" || none.Errors(1) != nil {
		t.Errorf("got %q", none.String())
	}
}
