import { expect, it } from 'vitest'
import { regulations } from '#domain/regulation/packs/all.ts'
import { hasMinors } from '#domain/regulation/roles.ts'
import { m } from '#lib/paraglide/messages.js'
import { requestHint } from './ledger.ts'

it('[R5] only where a request may be a pupil’s, its field asks for no health, income or family, and says who will read it', () => {
	const hints = regulations.map((one) => requestHint('Чего хочется достичь.', 'Прочтёт куратор.', hasMinors(one)))
	const cautious = `Чего хочется достичь. ${m.forming_request_of_minor()} Прочтёт куратор.`
	expect(hints).toEqual(regulations.map(({ id }) => (id === 'tomsk-region' ? cautious : 'Чего хочется достичь.')))
})
