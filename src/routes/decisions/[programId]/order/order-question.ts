/** What a curator is asked before an order is handed over in their name: whom it puts together, and who signs after them. */
import type { Ledger } from '#domain/ledger/ledger.ts'
import { signatoriesOf } from '#domain/ledger/signing.ts'
import type { Matter } from '#domain/ledger/statement.ts'
import type { Regulation } from '#domain/regulation/schema.ts'
import { pairWords } from '#lib/ui/words/matter-words.ts'
import { roleWords } from '#lib/ui/words/role-words.ts'
import type { Wording } from '#lib/ui/words/wording.ts'
import { m } from '#lib/paraglide/messages.js'

export function orderQuestion(
	ledger: Ledger,
	order: Extract<Matter, { type: 'order' }>,
	wording: Wording & { regulation: Regulation; ownName: string }
): string {
	const others = signatoriesOf(order, wording.regulation).filter((role) => role !== 'curator')
	return [
		m.forming_order_sure({ pair: pairWords(ledger, wording), name: wording.ownName }),
		others.length === 0
			? m.forming_order_sure_alone()
			: m.forming_order_sure_then({ people: others.map((role) => roleWords(role, wording)).join(', ') })
	].join(' ')
}
