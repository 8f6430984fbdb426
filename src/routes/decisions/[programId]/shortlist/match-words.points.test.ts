import { expect, it } from 'vitest'
import { pointsOf } from './match-words.ts'

it('each criterion gives its share of a hundred points', () => {
	const parts = [
		{ value: 1, weight: 35 },
		{ value: 0.5, weight: 15 },
		{ value: 0, weight: 50 }
	]
	expect(pointsOf(parts)).toEqual([
		{ points: 35, most: 35 },
		{ points: 7.5, most: 15 },
		{ points: 0, most: 50 }
	])
})

it('with weights of the curator’s own the shares are counted anew, to a tenth', () => {
	const parts = [
		{ value: 1, weight: 10 },
		{ value: 0.25, weight: 20 }
	]
	expect(pointsOf(parts)).toEqual([
		{ points: 33.3, most: 33.3 },
		{ points: 16.7, most: 66.7 }
	])
})

it('where nothing weighs anything nothing gives points', () => {
	expect(pointsOf([{ value: 1, weight: 0 }])).toEqual([{ points: 0, most: 0 }])
})
