import { expect, it } from 'vitest'
import { surgut } from '../regulation/packs/surgut.ts'
import { tomskRegion } from '../regulation/packs/tomsk-region.ts'
import { consentSigner } from './bank-entry.ts'

it.each([
	['a pupil of fifteen', tomskRegion, '2008-05-01', 'representative'],
	['a student on the eve of eighteen', tomskRegion, '2005-09-02', 'representative'],
	['a student on the day of eighteen', tomskRegion, '2005-09-01', 'participant'],
	['a teacher whose birthday nobody asked for', tomskRegion, null, 'participant'],
	['a teacher of a regulation without minors', surgut, '2008-05-01', 'participant']
] as const)('[R11] the consents of %s', (_, regulation, bornOn, signer) => {
	for (const by of ['mentor', 'mentee'] as const) {
		expect(consentSigner(regulation, { by, bornOn }, '2023-09-01')).toBe(signer)
	}
})
