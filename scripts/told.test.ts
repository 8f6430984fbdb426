import { expect, it } from 'vitest'
import { joinTold, readTold, tell, type Proved } from './told.ts'

const kills: Proved = {
	title: 'kills on a slow disk',
	isProved: true,
	day: '2026-11-23',
	seconds: 899.6,
	output: 'kills=1000 missing=0\n'
}
const storms: Proved = { title: 'storms', isProved: false, day: '2026-11-23', seconds: 10, output: 'missing=1' }

const told = (proved: Proved) => new Map([[proved.title, tell(proved)]])

it('a proof that ran anew takes its old place, and the others stay as they were told', () => {
	const before = joinTold(['kills on a slow disk', 'storms'], told(kills), told(storms))
	const mended = { ...storms, isProved: true, day: '2026-11-24', output: 'missing=0' }
	expect(joinTold(['storms', 'kills on a slow disk'], readTold(before), told(mended))).toBe(
		[
			'✓ storms (2026-11-24, 10 s)',
			'    missing=0',
			'✓ kills on a slow disk (2026-11-23, 900 s)',
			'    kills=1000 missing=0'
		].join('\n')
	)
})

it('a proof that is no more is told of no more', () => {
	expect(joinTold(['storms'], told(kills), told(storms))).toBe('✗ storms (2026-11-23, 10 s)\n    missing=1')
})

it('of a long output the end is told', () => {
	const output = Array.from({ length: 20 }, (_, index) => `line ${index}`).join('\n')
	expect(tell({ ...kills, output }).at(1)).toBe('    line 12')
	expect(tell({ ...kills, output })).toHaveLength(9)
})
