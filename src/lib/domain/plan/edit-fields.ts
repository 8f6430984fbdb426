/** Fields that others may already have are changed here, so that of two values written apart neither vanishes (rival-values.ts). */
import { isSameValue, type Author, type PlanItem } from './layout.ts'
import { keyBeside, keysBeside, readChoice } from './rival-values.ts'

/**
 * Sets what differs, as `setFields` does, and takes the fields set out of dispute. To be called within a transaction,
 * for an item that others may already have; a new one is made with `setFields`.
 */
export function editFields(item: PlanItem, fields: Readonly<Record<string, unknown>>, author: Author): void {
	for (const [field, value] of Object.entries(fields)) {
		if (value === undefined || isSameValue(item.get(field), value)) continue
		item.set(field, value)
		signField(item, field, author)
	}
}

/**
 * `editFields` for going back to an older state: who does that looks at the plan as a whole, so a field that is in dispute
 * stays in dispute, with what it said until now among the choices.
 */
export function returnFields(item: PlanItem, fields: Readonly<Record<string, unknown>>, author: Author): void {
	for (const [field, value] of Object.entries(fields)) {
		const present = item.get(field)
		const choices = keysBeside(item, field).flatMap((key) => readChoice(item.get(key)) ?? [])
		const isDisputed = choices.some((choice) => !isSameValue(choice.value, present))
		if (!isDisputed) editFields(item, { [field]: value }, author)
		else if (!isSameValue(present, value)) item.set(field, value)
	}
}

/** One of the choices is what both shall have. To be called within a transaction. */
export function settleField(item: PlanItem, { field, value }: { field: string; value: unknown }, author: Author): void {
	if (!isSameValue(item.get(field), value)) item.set(field, value)
	signField(item, field, author)
}

/** Something else says now what the field says, and settles it. Within a transaction. */
export function dropRivals(item: PlanItem, field: string): void {
	for (const key of keysBeside(item, field)) item.delete(key)
}

function signField(item: PlanItem, field: string, author: Author): void {
	const own = keyBeside(field, item.doc?.clientID ?? 0)
	for (const key of keysBeside(item, field)) if (key !== own) item.delete(key)
	item.set(own, { value: item.get(field) ?? null, by: author.personId })
}
