/**
 * Offices of the body that a regulation founds: who may hold which, and beside whom (domain.md D2, D29). They are told with the order
 * they rest on, and are no rights: `access.ts` does not know them.
 */
import type { IsoDate } from '../calendar.ts'
import type { Office, Regulation, Standing } from './schema.ts'

export interface Holding {
	officeId: string
	personId: string
	/** Of an office that is one organisation's: whose; null of every other. */
	organisationId: string | null
}

/** Null: the regulation has no such office. */
export function findOffice({ composition }: Pick<Regulation, 'composition'>, id: string): Office | null {
	return composition?.offices.find((office) => office.id === id) ?? null
}

/**
 * Before which day nobody has held an office of the body (domain.md D2); null: nobody knows. The shipped regulation founds it on its
 * own first day. A copy founds nothing anew, however late it is in force; one of another town may be older than its `origin`, what it
 * is a copy of. Never after `today`.
 */
export function foundedOn(
	{ composition, inForce }: Pick<Regulation, 'composition' | 'inForce'>,
	origin: Pick<Regulation, 'composition' | 'inForce'> | null,
	today: IsoDate
): IsoDate | null {
	if (composition === null || origin === null || origin.composition === null) return null
	return [origin.inForce.value.from, inForce.value.from, today].toSorted()[0] ?? null
}

/** As `findOffice`; one of another regulation has as many holders as that one let it have: `holders`. */
export function findHeldOffice(
	regulation: Pick<Regulation, 'composition'>,
	{ officeId, holders }: Pick<Holding, 'officeId'> & Pick<Office, 'holders'>
): Pick<Office, 'id' | 'holders'> {
	return findOffice(regulation, officeId) ?? { id: officeId, holders }
}

export function isPerOrganisation({ holders }: Pick<Office, 'holders'>): boolean {
	return holders === 'one-per-organisation'
}

/** Who of those that hold an office now stands in the way of another holder; null: nobody. Nobody holds the same twice. */
export function findHolderInTheWay<One extends Holding>(
	office: Pick<Office, 'id' | 'holders'>,
	held: readonly One[],
	{ personId, organisationId }: Omit<Holding, 'officeId'>
): One | null {
	const isInTheWay = (one: Holding) => {
		switch (office.holders) {
			case 'several':
				return one.personId === personId
			case 'one':
				return true
			case 'one-per-organisation':
				return one.organisationId === organisationId
		}
	}
	return held.find((one) => one.officeId === office.id && isInTheWay(one)) ?? null
}

/** Whether an organisation that is this by its results must have a holder of the office (domain.md D29). */
export function needsHolder({ standings }: Pick<Office, 'standings'>, known: readonly Standing[]): boolean {
	return known.some((standing) => standings?.includes(standing))
}
