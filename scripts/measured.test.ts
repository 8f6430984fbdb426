import { expect, it } from 'vitest'
import { joinRows, readRows, rowOf, type Proved } from './measured.ts'

const kills: Proved = {
	title: 'kills on a slow disk',
	isProved: true,
	day: '2026-11-23',
	seconds: 899.6,
	output: '10 kills\n20 kills\nkills=1000 missing=0\n'
}
const storms: Proved = { title: 'storms', isProved: false, day: '2026-11-23', seconds: 10, output: 'missing=1' }

const rowsOf = (...proofs: Proved[]) => new Map(proofs.map((proved) => [proved.title, rowOf(proved)]))
const bodyOf = (table: string) => table.split('\n').slice(2)

it('a proof that ran anew takes its old place, and the others stay', () => {
	const before = joinRows(['kills on a slow disk', 'storms'], rowsOf(kills), rowsOf(storms))
	const mended = { ...storms, isProved: true, day: '2026-11-24', output: 'missing=0' }
	expect(bodyOf(joinRows(['storms', 'kills on a slow disk'], readRows(before), rowsOf(mended)))).toEqual([
		'| ✓ storms | 2026-11-24 | 10 | missing=0 |',
		'| ✓ kills on a slow disk | 2026-11-23 | 900 | kills=1000 missing=0 |'
	])
})

it('a proof that is no more loses its row', () => {
	expect(bodyOf(joinRows(['storms'], rowsOf(kills), rowsOf(storms)))).toEqual([
		'| ✗ storms | 2026-11-23 | 10 | missing=1 |'
	])
})

it('results in JSON become words', () => {
	const output =
		'{"what":"kill -9","latency":{"p50":5.74,"p99":69.7},"closes":{}}\nfile: sent=100 findings=0 {"damaged":85}'
	expect(rowOf({ ...kills, output })).toContain(
		'| what kill -9, latency p50 5.7, latency p99 69.7<br>file: sent=100 findings=0 |'
	)
})

it('sums in words, and the name of a story, are results', () => {
	const output = '10 cuts, 30 words\n20 cuts: 60 words; lost 0\n  ✓  1 flat-text › 250 pairs lose no word (17m)\n'
	expect(rowOf({ ...kills, output })).toContain('| 20 cuts: 60 words; lost 0<br>250 pairs lose no word (17m) |')
})

it('of a long output only the end is read', () => {
	const output = Array.from({ length: 20 }, (_, index) => `edits=${index}`).join('\n')
	expect(rowOf({ ...kills, output })).toContain('| edits=12<br>')
})

it('rows that were laid out anew are still known', () => {
	const laidOut = rowOf(kills).replace('disk |', 'disk      |')
	expect([...readRows(laidOut).keys()]).toEqual(['kills on a slow disk'])
})
