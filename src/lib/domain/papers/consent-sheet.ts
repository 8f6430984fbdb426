/**
 * The text of a consent, on the screen and on paper. There are three separate sheets since 01.09.2025: none is a part of another
 * text (domain.md L3). 152-ФЗ, art. 9 part 4, says what a consent to personal data contains; art. 10.1, one to publication; Labour
 * Code art. 351.8, one to the duties of a mentor (L1). The ledger keeps the signed text.
 */
import { type IsoDate, lastDayOfTerm } from '../calendar.ts'
import { formsOf, isAwaited, lastingMenteeIds, type Ledger, mentorIdsOf } from '../ledger/ledger.ts'
import type { ConsentKind, MentoringForm, OrganisationKind, Regulation } from '../regulation/schema.ts'
import { currentDecisions } from './subject.ts'
import { countMonths, listWords, longDate, ofMonths, roleWords, wordForms } from './values.ts'

export interface ConsentFacts {
	/** `name`: family name, given name, patronymic; `post` and `organisation` empty: not known. */
	person: { name: string; post: string; organisation: string }
	role: 'mentor' | 'mentee'
	/** Names of the other side of the pair or group; empty: not known. */
	partners: readonly string[]
	/** Title of the programme; null: not proposed yet. */
	title: string | null
	forms: readonly MentoringForm[]
	/** The term; for a programme that goes on, its last day. Null: the order sets it. */
	term: { minMonths: number; maxMonths: number } | { until: IsoDate } | null
	/** Who signs for a participant under 18 (domain.md R11); null: the participant does. */
	representative: string | null
	/** The education authority, which runs the mentoring; empty: not known. */
	operator: { name: string; address: string; site: string; hasSignatureAgreement?: boolean; isDataInRussia?: boolean }
	/** Names the roles that decide in the programme, by kind of organisation (`withHeadPost`). */
	regulation: Pick<Regulation, 'order' | 'roles'>
	/** Kinds of the mentees' organisations. */
	organisationKinds: readonly OrganisationKind[]
}

export interface ConsentSheet {
	title: string
	/** Each ends as a sentence. The text does not depend on the day, so that two devices show the same one. */
	paragraphs: readonly string[]
}

/** The law asks for a written consent (domain.md L1, L3), and a tap is no signature unless that is agreed. */
const SIGNED_BY_HAND =
	'Согласие, данное нажатием кнопки в системе «Тандем», сохраняется как запись. На бумаге его подписывают собственноручно.'
export const SIGNED_BY_TAP =
	'Нажатие кнопки в системе «Тандем» является простой электронной подписью по соглашению с оператором.'

/** A line to fill in by hand, where a value is not known. */
export const BLANK = '_'.repeat(20)

/** What a mentor does after the programme is written, in the consent and in the additional agreement alike. */
export const MENTORS_WORK =
	'помощь в преодолении выявленных затруднений и в развитии сильных сторон, проведение мероприятий плана, представление результатов этапов и отчётов в установленные сроки'

export function consentSheet(kind: ConsentKind, facts: ConsentFacts): ConsentSheet {
	const { title, paragraphs } = sheetOf(kind, facts)
	return {
		title,
		paragraphs: [...paragraphs, facts.operator.hasSignatureAgreement === true ? SIGNED_BY_TAP : SIGNED_BY_HAND]
	}
}

function sheetOf(kind: ConsentKind, facts: ConsentFacts): ConsentSheet {
	switch (kind) {
		case 'duties':
			return facts.role === 'mentor' ? mentorDuties(facts) : menteeParticipation(facts)
		case 'personal-data':
			return personalData(facts)
		case 'publication':
			return publication(facts)
	}
}

/** The sheet as the ledger keeps it: title and paragraphs on separate lines. */
export function sheetText({ title, paragraphs }: ConsentSheet): string {
	return [title, ...paragraphs].join('\n')
}

function mentorDuties(facts: ConsentFacts): ConsentSheet {
	const { partners, title, term, forms } = facts
	const areSeveral = partners.length > 1
	return {
		title: 'Согласие на выполнение работы по наставничеству',
		paragraphs: [
			`${speaker(facts)} в соответствии со статьёй 351.8 Трудового кодекса Российской Федерации даю согласие на выполнение мной работы по наставничеству наряду с работой, определённой трудовым договором${basis(facts)}.`,
			`${areSeveral ? 'Наставляемые' : 'Наставляемый'}: ${namesOf(partners)}. Персонализированная программа наставничества: ${title === null ? BLANK : `«${title}»`}.`,
			`Содержание работы: составление персонализированной программы совместно с ${areSeveral ? 'наставляемыми' : 'наставляемым'}, ${MENTORS_WORK}.`,
			`Форма выполнения работы: ${wordForms(forms) || BLANK}. Срок выполнения работы: ${termOf(term)}. Размеры и условия оплаты устанавливаются дополнительным соглашением к трудовому договору и приказом о закреплении наставнических пар (групп).`,
			'Мне разъяснено право досрочно отказаться от наставничества, а работодателю — досрочно его отменить, письменно предупредив об этом другую сторону не позднее чем за три рабочих дня.',
			...signedFor(facts)
		]
	}
}

function menteeParticipation(facts: ConsentFacts): ConsentSheet {
	const { partners, title, term, forms } = facts
	const areSeveral = partners.length > 1
	return {
		title: 'Согласие на участие в программе наставничества в качестве наставляемого',
		paragraphs: [
			`${speaker(facts)} добровольно даю согласие на участие в персонализированной программе наставничества ${title === null ? BLANK : `«${title}»`} в качестве наставляемого и на выполнение связанных с этим дополнительных обязанностей${basis(facts)}.`,
			`${areSeveral ? 'Наставники' : 'Наставник'}: ${namesOf(partners)}. Форма наставничества: ${wordForms(forms) || BLANK}. Срок программы: ${termOf(term)}.`,
			`Дополнительные обязанности: участие в составлении программы, выполнение мероприятий плана в установленные сроки, совместное с ${areSeveral ? 'наставниками' : 'наставником'} подведение итогов этапов.`,
			`Мне разъяснено право предлагать изменения программы, обратиться с ходатайством о замене наставника (его принимает ${roleWords(facts, 'curator')}) и прекратить участие в программе по уважительным обстоятельствам.`,
			...signedFor(facts)
		]
	}
}

/**
 * The consent names everybody who reads the data: those who oversee the municipality, and those who accompany and approve the
 * programme by the regulation, who may belong to the mentees' organisation.
 */
function personalData(facts: ConsentFacts): ConsentSheet {
	const { operator, role } = facts
	return {
		title: 'Согласие на обработку персональных данных',
		paragraphs: [
			`${speaker(facts)} в соответствии со статьёй 9 Федерального закона от 27.07.2006 №\u00a0152-ФЗ «О персональных данных» свободно, своей волей и в своём интересе даю согласие оператору: ${operator.name || BLANK}, адрес: ${operator.address || BLANK}, — на обработку моих персональных данных.`,
			`Цель обработки: организация, сопровождение и учёт наставничества, включая формирование пар и групп, ведение персонифицированного учёта ${role === 'mentor' ? 'наставников' : 'наставляемых'}, оформление документов о наставничестве, мониторинг и статистическое наблюдение.`,
			`Перечень персональных данных: фамилия, имя, отчество; ${facts.representative === null ? 'должность и место работы' : 'место учёбы, дата рождения, сведения о законном представителе'}; контактные данные; ${role === 'mentor' ? 'стаж, образование, повышение квалификации, достижения и результаты оценки эффективности деятельности; размер выплат за наставничество' : 'запрос и затруднения, с которыми связана программа; результаты оценки эффективности деятельности, если они её обосновывают'}; содержание и результаты персонализированной программы; дата, время и содержание решений, принятых мной в системе «Тандем».`,
			`Перечень действий: сбор, запись, систематизация, накопление, хранение, уточнение (обновление, изменение), извлечение, использование, передача (предоставление, доступ) участникам моей программы, куратору муниципалитета, руководителю органа управления образованием, а также тем, кто по положению сопровождает программу (${roleWords(facts, 'curator')}) и утверждает её (${roleWords(facts, 'head')}), и моему работодателю, блокирование, удаление и уничтожение. Способ обработки: смешанный${operator.isDataInRussia === true ? ', с использованием баз данных, находящихся на территории Российской Федерации' : ''}. Распространение этим согласием не разрешается.`,
			'Согласие действует до достижения цели обработки и истечения установленных законодательством сроков хранения документов о наставничестве либо до его отзыва. Оно может быть отозвано в любое время письменным заявлением оператору или в системе «Тандем»; оператор прекращает обработку и уничтожает данные не позднее тридцати дней со дня отзыва, если нет иных законных оснований для обработки.',
			...signedFor(facts)
		]
	}
}

function publication(facts: ConsentFacts): ConsentSheet {
	const { operator } = facts
	return {
		title: 'Согласие на обработку персональных данных, разрешённых субъектом персональных данных для распространения',
		paragraphs: [
			`${speaker(facts)} в соответствии со статьёй 10.1 Федерального закона от 27.07.2006 №\u00a0152-ФЗ «О персональных данных» даю согласие оператору: ${operator.name || BLANK}, адрес: ${operator.address || BLANK}, — на распространение перечисленных ниже моих персональных данных.`,
			`Цель: публикация сведений о наставничестве, описаний лучших практик и новостей. Информационный ресурс оператора: ${operator.site || BLANK}.`,
			`Перечень персональных данных: фамилия, имя, отчество; ${facts.representative === null ? 'должность и место работы' : 'место учёбы'}; роль в программе наставничества; достижения и описание опыта; фотографии, сделанные на мероприятиях программы.`,
			'Условия и запреты на обработку этих данных неограниченным кругом лиц не устанавливаются; они могут быть установлены позднее отдельным требованием к оператору.',
			'Согласие действует до завершения программы наставничества и в течение одного года после него либо до его отзыва. По требованию, направленному оператору или заявленному в системе «Тандем», распространение прекращается в течение трёх рабочих дней. Отказ от этого согласия не влияет на участие в программе.',
			...signedFor(facts)
		]
	}
}

/** «Я, …,»: the participant, or the representative. */
function speaker({ person, representative }: ConsentFacts): string {
	const { name, post, organisation } = person
	const about = [name, post === '' ? '' : lowerFirst(post), organisation].filter((part) => part !== '').join(', ')
	return representative === null
		? `Я, ${about},`
		: `Я, ${representative}, законный представитель несовершеннолетнего участника программы (${about}),`
}

function signedFor({ representative }: ConsentFacts): string[] {
	return representative === null ? [] : ['Согласие дано законным представителем в интересах несовершеннолетнего.']
}

function basis({ regulation }: ConsentFacts): string {
	const { title, number, date } = regulation.order
	return ` (основание: «${title}», №\u00a0${number} от ${longDate(date)})`
}

function namesOf(partners: ConsentFacts['partners']): string {
	return listWords(partners.map((name) => name || BLANK)) || BLANK
}

/** What the order will set is no line to fill in by hand: the sheet is kept as signed. */
function termOf(term: ConsentFacts['term']): string {
	const byOrder = 'устанавливается приказом о закреплении наставнических пар (групп)'
	if (term === null) return byOrder
	if ('until' in term) return `со дня, указанного в приказе, по ${longDate(term.until)} (окончание программы)`
	const { minMonths, maxMonths } = term
	return minMonths === maxMonths
		? `${countMonths(minMonths)} со дня, указанного в приказе`
		: `от ${minMonths} до ${ofMonths(maxMonths)}, ${byOrder}`
}

function lowerFirst(text: string): string {
	return text.slice(0, 1).toLowerCase() + text.slice(1)
}

/** The terms that a person in the role consents to: those of the awaited proposal, or of the programme that they join. */
export function consentTerms(
	ledger: Ledger,
	regulation: Pick<Regulation, 'programTerm'>,
	role: ConsentFacts['role']
): Pick<ConsentFacts, 'title' | 'forms' | 'term'> & { partnerIds: readonly string[] } {
	const proposal = isAwaited(ledger) ? ledger.proposal : null
	const mentorIds = proposal?.mentorIds ?? mentorIdsOf(ledger)
	return {
		partnerIds: role === 'mentor' ? lastingMenteeIds(ledger) : mentorIds,
		title: proposal?.title ?? ledger.title,
		forms: proposal?.forms ?? formsOf(ledger),
		term: termToConsentTo(ledger, regulation)
	}
}

/** Until the last day of a programme that goes on; before it begins, the term of the drafted order, or else the regulation's. */
function termToConsentTo(ledger: Ledger, { programTerm }: Pick<Regulation, 'programTerm'>): ConsentFacts['term'] {
	if (ledger.term !== null) return { until: lastDayOfTerm(ledger.term.startsOn, ledger.term.months) }
	const months = currentDecisions(ledger, 'order').at(-1)?.matter.termMonths
	return months === undefined ? (programTerm?.value ?? null) : { minMonths: months, maxMonths: months }
}
