// Verifies an exported trail with the reference code of signed notes and transparent logs.
package main

import (
	"bufio"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type entry struct {
	Index   int64    `json:"index"`
	Leaf    string   `json:"leaf"`
	Salt    string   `json:"salt"`
	Content string   `json:"content"`
	Erased  bool     `json:"erased"`
	Proof   []string `json:"proof"`
}

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "NOT VERIFIED:", err)
		os.Exit(1)
	}
}

func demand(ok bool, format string, values ...interface{}) {
	if !ok {
		must(fmt.Errorf(format, values...))
	}
}

func read(folder, name string) string {
	data, err := os.ReadFile(filepath.Join(folder, name))
	must(err)
	return string(data)
}

// checkpoint opens the signed note and returns the tree head in it.
func checkpoint(folder string) tlog.Tree {
	verifier, err := note.NewVerifier(strings.TrimSpace(read(folder, "vkey")))
	must(err)
	opened, err := note.Open([]byte(read(folder, "checkpoint")), note.VerifierList(verifier))
	must(err)
	lines := strings.Split(opened.Text, "\n")
	demand(len(lines) == 4 && lines[0] == verifier.Name(), "the checkpoint has an unknown form")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	must(err)
	raw, err := base64.StdEncoding.DecodeString(lines[2])
	must(err)
	var root tlog.Hash
	demand(copy(root[:], raw) == tlog.HashSize && len(raw) == tlog.HashSize, "the root has a wrong length")
	return tlog.Tree{N: size, Hash: root}
}

// leaf returns the commitment of an entry, recomputed unless it was erased.
func leaf(e entry) []byte {
	committed, err := hex.DecodeString(e.Leaf)
	must(err)
	if !e.Erased {
		salt, err := hex.DecodeString(e.Salt)
		must(err)
		sum := sha256.Sum256([]byte("mishao/audit-entry/v1\x00" + string(salt) + e.Content))
		demand(string(sum[:]) == string(committed), "entry %d was changed", e.Index)
	}
	return committed
}

func main() {
	demand(len(os.Args) == 2, "usage: verify_trail FOLDER")
	folder := os.Args[1]
	tree := checkpoint(folder)
	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		hashes := make([]tlog.Hash, len(indexes))
		for i, index := range indexes {
			hashes[i] = stored[index]
		}
		return hashes, nil
	})
	file, err := os.Open(filepath.Join(folder, "entries.jsonl"))
	must(err)
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<24)
	count, proofs := int64(0), int64(0)
	for lines.Scan() {
		var e entry
		must(json.Unmarshal(lines.Bytes(), &e))
		data := leaf(e)
		if e.Proof != nil {
			proof := make(tlog.RecordProof, len(e.Proof))
			for i, text := range e.Proof {
				raw, err := hex.DecodeString(text)
				must(err)
				copy(proof[i][:], raw)
			}
			must(tlog.CheckRecord(proof, tree.N, tree.Hash, e.Index, tlog.RecordHash(data)))
			proofs++
			continue
		}
		demand(e.Index == count, "entry %d is out of place", e.Index)
		hashes, err := tlog.StoredHashes(count, data, reader)
		must(err)
		stored = append(stored, hashes...)
		count++
	}
	must(lines.Err())
	if proofs == 0 {
		demand(count == tree.N, "the checkpoint signs %d entries, the export has %d", tree.N, count)
		root, err := tlog.TreeHash(count, reader)
		must(err)
		demand(root == tree.Hash, "the root hash differs")
		for index := int64(0); index < count; index++ {
			proof, err := tlog.ProveRecord(count, index, reader)
			must(err)
			must(tlog.CheckRecord(proof, count, tree.Hash, index, stored[tlog.StoredHashIndex(0, index)]))
		}
	}
	fmt.Printf("verified %d entries, %d proofs\n", count+proofs, proofs)
}
