import { describe, expect, it } from 'vitest'
import { serviceLength } from './eligibility.ts'

const today = '2026-09-01'

describe('[T29] years as head', () => {
	it.each([
		['one post, five years to the day', [['2021-09-02', null]], 5, 0, 0],
		['one post, a day short of five years', [['2021-09-03', null]], 4, 11, 30],
		['a post that ended', [['2010-01-01', '2012-12-31']], 3, 0, 0],
		[
			'two posts in a row',
			[
				['2019-09-01', '2021-08-31'],
				['2021-09-01', '2024-08-31']
			],
			5,
			0,
			0
		],
		[
			'two that touch are one, at the end of February, too',
			[
				['2021-01-31', '2021-02-27'],
				['2021-02-28', '2021-03-30']
			],
			0,
			2,
			0
		],
		[
			'two posts at once count once',
			[
				['2021-09-02', '2024-09-01'],
				['2022-01-01', '2023-01-01']
			],
			3,
			0,
			0
		],
		[
			'one inside the other, told in the other order',
			[
				['2022-01-01', '2023-01-01'],
				['2021-09-02', null]
			],
			5,
			0,
			0
		],
		[
			'parts of months make a month',
			[
				['2020-01-01', '2020-01-15'],
				['2020-03-01', '2020-03-15']
			],
			0,
			1,
			0
		],
		['a post that has not begun', [['2026-10-01', null]], 0, 0, 0],
		['a post that lasts beyond the day', [['2025-09-02', '2030-01-01']], 1, 0, 0],
		['a post written backwards', [['2025-09-02', '2020-01-01']], 0, 0, 0],
		['none', [], 0, 0, 0]
	] as [string, [string, string | null][], number, number, number][])('%s', (_, posts, years, months, days) => {
		const periods = posts.map(([from, until]) => ({ from, until }))
		expect(serviceLength(periods, today)).toEqual({ years, months, days })
	})
})
