import { missingOf } from './blocks.ts'
import { fullName, signatureName } from './declension/name.ts'
import { lowerFirst } from './declension/phrase.ts'
import { findPerson, type PaperFacts, type PaperPerson } from './facts.ts'
import type { Filling } from './fill-template.ts'
import { commonValues, termValues, text, withPost } from './paper-values.ts'
import { pairOf, type Raised } from './subject.ts'
import { postOf, type Value } from './values.ts'

/** To the employment contract of one mentor (domain.md L1). */
export function fillAgreement(facts: PaperFacts, order: Raised<'order'>, mentor: PaperPerson): Filling {
	const { mentees } = pairOf(facts, order)
	const { requisites } = facts
	const head = findPerson(facts, facts.headId)
	const isOfAuthority = isHeadOfOrganisation(facts)
	const employer = isOfAuthority ? requisites.authority : mentor.organisation
	const representative = isOfAuthority ? head : null
	const people: Value = { type: 'people', people: representative === null ? [] : [withPost(representative, facts)] }
	return {
		values: {
			...commonValues(facts, { mentors: [mentor], mentees }),
			...termValues(order.matter.startsOn, order.matter.termMonths),
			работодатель: { type: 'noun', text: employer },
			'представитель работодателя': people,
			оплата: text(lowerFirst(order.matter.pay))
		},
		blocks: {
			'дата и место': () => ({
				blocks: [{ type: 'place', place: requisites.place, date: '«____» ______________ 20___ г.' }],
				warnings: missingOf([['место', requisites.place]])
			}),
			'подписи сторон': () => ({
				blocks: [
					{
						type: 'parties',
						parties: [
							{
								title: 'Работодатель',
								lines: [
									employer,
									isOfAuthority ? requisites.address : '',
									isOfAuthority ? requisites.headPost : ''
								].filter((line) => line !== ''),
								name: representative === null ? '' : signatureName(representative)
							},
							{
								title: 'Работник',
								lines: [fullName(mentor), postOf(mentor, facts.ownForms).text ?? ''],
								name: signatureName(mentor)
							}
						]
					},
					{
						type: 'paragraph',
						text: 'Экземпляр соглашения получен: ______________ «____»\u00a0____________\u00a020___\u00a0г.'
					}
				],
				warnings: []
			})
		}
	}
}

/** The employer of the head of an organisation is the authority; of everybody else, the organisation. */
function isHeadOfOrganisation({ ledger }: PaperFacts): boolean {
	const relation = ledger.relation ?? ledger.proposal?.relation
	return relation === 'head-head' || relation === 'reservist-head' || relation === 'head-team'
}
