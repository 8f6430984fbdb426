import { expect, it } from 'vitest'
import { wayBack } from './way-back.ts'

const LEDGER = '/decisions/program-1'

type Way = readonly (string | readonly [type: string, address: string])[]

/** Where «Назад» leads after the steps; each is a link unless another type is given. */
function backAfter(steps: Way): string {
	const all = steps.map((step, index) => {
		const [type, address] = typeof step === 'string' ? [index === 0 ? 'enter' : 'link', step] : step
		return { url: new URL(address, 'http://tandem.test'), type }
	})
	return wayBack({ all }, 'otherwise')
}

it.each<[string, Way, string]>([
	['a screen opened by its address', [LEDGER], 'otherwise'],
	['from the list to the list, as it was filtered', ['/decisions?of=mine', LEDGER], '/decisions?of=mine'],
	[
		'from the programme to the programme',
		['/decisions', LEDGER, '/', '/programs/program-1', LEDGER],
		'/programs/program-1'
	],
	['after a look at the papers', ['/decisions', LEDGER, '/papers/program-1', LEDGER], '/decisions'],
	['of the papers, after one of them', [LEDGER, '/papers/program-1', '/papers/program-1?kind=order'], LEDGER],
	[
		'after the editions and back by the browser',
		['/programs/program-1/about', LEDGER, '/programs/program-1/editions', ['popstate', LEDGER]],
		'/programs/program-1/about'
	],
	[
		'two screens back by the browser',
		['/', '/decisions', LEDGER, '/papers/program-1', ['popstate', '/decisions']],
		'/'
	],
	[
		'forward again by the browser',
		['/decisions', LEDGER, ['popstate', '/decisions'], ['popstate', LEDGER]],
		'/decisions'
	],
	['when the order is drawn up', ['/decisions', `${LEDGER}/order`, ['goto', LEDGER]], '/decisions'],
	['when it was opened from the ledger', ['/decisions', LEDGER, `${LEDGER}/order`, ['goto', LEDGER]], '/decisions']
])('«Назад» %s', (_, steps, expected) => {
	expect(backAfter(steps)).toBe(expected)
})
