"""The words that stand over columns: what we write in five languages, and what others write.

The first word of each language is what our own exports write, so that they are always recognised.
The other programs' words come from their sources:
- Google Forms: the first column of its answer sheets, as found in spreadsheets of public
  repositories: Timestamp, Horodateur, Tijdstempel, Informazioni cronologiche, طابع زمني.
- Eventbrite, attendee report: Order #, Order Date, First Name, Last Name (Surname in its British
  form), Email, Ticket Type, Attendee #, Barcode #, Attendee Status, Home Address 1, Home City,
  Home Zip, Home Country, Cell Phone; as in published scripts that read these reports.
- pretix, order positions: src/pretix/base/exporters/orderlist.py of github.com/pretix/pretix.
- Moodle, participants and grades: First name, Last name, ID number, Institution, Department,
  Email address; Prénom, Nom de famille, Adresse de courriel; Nome, Cognome, Codice identificativo
  (lang/*/moodle.php); and the columns of its user upload: firstname, lastname, idnumber, phone1.
"""

from typing import Final

from mgdesk.exchange.fields import Field


def _listed(words: str) -> list[str]:
    return words.split()


# Field → fr, nl, en, it, ar: the word of our exports, then others for the same, apart by "|".
WORDS: Final[dict[Field, dict[str, str]]] = {
    Field.LEARNER_NUMBER: {
        "fr": "Numéro d’apprenant|n° apprenant|numéro stagiaire|n° stagiaire|matricule|numéro d’étudiant"
        "|numéro d’identification|n° d’inscription",
        "nl": "Cursistnummer|deelnemersnummer|studentnummer|stamnummer|id-nummer|identificatienummer",
        "en": "Learner number|learner no|student number|student id|id number|idnumber|learner id",
        "it": "Numero allievo|matricola|numero studente|codice identificativo|codice allievo",
        "ar": "رقم المتدرب|رقم الطالب|رقم التسجيل المدرسي|الرقم التعريفي|رقم الهوية الجامعي",
    },
    Field.SURNAME: {
        "fr": "Nom|nom de famille|nom usuel|nom de naissance|nom patronymique|noms",
        "nl": "Achternaam|familienaam|naam|geslachtsnaam",
        "en": "Surname|last name|lastname|family name|attendee name family name|name family name",
        "it": "Cognome|cognomi",
        "ar": "النسب|اللقب|الكنية|اسم العائلة|الاسم العائلي|الاسم الأخير|لقب العائلة",
    },
    Field.FIRST_NAME: {
        "fr": "Prénom|prénoms",
        "nl": "Voornaam|voornamen|roepnaam en voornaam",
        "en": "First name|firstname|given name|given names|forename|first names"
        "|attendee name given name|name given name",
        "it": "Nome|nome di battesimo|nomi",
        "ar": "الاسم الشخصي|الاسم الأول|الاسم|الإسم",
    },
    Field.FULL_NAME: {
        "fr": "Nom complet|nom et prénom|nom prénom|prénom et nom|prénom nom|nom prénoms|participant"
        "|nom du participant|apprenant|stagiaire|candidat|étudiant|invité|nom de l’invité",
        "nl": "Volledige naam|naam en voornaam|naam voornaam|voornaam en naam|voornaam naam"
        "|voornaam en achternaam|voor en achternaam|deelnemer|cursist|kandidaat|naam deelnemer|student",
        "en": "Full name|name|fullname|attendee name|attendee|participant name|participant|learner"
        "|first and last name|name and surname|student name|trainee|guest|guest name|your name",
        "it": "Nome completo|nome e cognome|cognome e nome|nome cognome|cognome nome|nominativo"
        "|partecipante|allievo|studente|candidato|nome partecipante",
        "ar": "الاسم الكامل|الاسم واللقب|الاسم والنسب|الاسم الثلاثي|اسم المشارك|المشارك|اسم المتدرب"
        "|الاسم و النسب|الاسم الرباعي|اسم الطالب",
    },
    Field.CALL_NAME: {
        "fr": "Prénom d’usage|nom d’usage|surnom|prénom usuel|pseudo",
        "nl": "Roepnaam|bijnaam",
        "en": "Call name|preferred name|nickname|known as|calling name|alternate name",
        "it": "Nome d’uso|soprannome|nome scelto|chiamato",
        "ar": "اسم الشهرة|الاسم المفضل|الاسم المستعمل",
    },
    Field.SECOND_NAME: {
        "fr": "Nom dans une autre écriture|nom en arabe|nom arabe|nom complet en arabe"
        "|nom en lettres latines",
        "nl": "Naam in ander schrift|naam in het arabisch|arabische naam",
        "en": "Name in another script|name in arabic|arabic name|native name|second script name",
        "it": "Nome in altra scrittura|nome in arabo",
        "ar": "الاسم بكتابة أخرى|الاسم بالفرنسية|الاسم باللاتينية|الاسم بالحروف اللاتينية|الاسم بالعربية",
    },
    Field.BIRTH_DATE: {
        "fr": "Date de naissance|né le|née le|né(e) le|naissance|ddn|date naissance|date de naiss",
        "nl": "Geboortedatum|geboren op|geb datum|geboortedag|geboorte datum",
        "en": "Birth date|date of birth|dob|birthdate|birthday|born on|born",
        "it": "Data di nascita|nato il|nata il|nato a il|data nascita",
        "ar": "تاريخ الميلاد|تاريخ الازدياد|تاريخ الولادة",
    },
    Field.BIRTH_PLACE: {
        "fr": "Lieu de naissance|né à|née à|commune de naissance|ville de naissance|lieu naissance",
        "nl": "Geboorteplaats|geboren te",
        "en": "Birth place|place of birth|birthplace|city of birth",
        "it": "Luogo di nascita|nato a|nata a|comune di nascita",
        "ar": "مكان الميلاد|مكان الازدياد|مكان الولادة",
    },
    Field.GENDER: {
        "fr": "Genre|sexe|civilité|titre de civilité",
        "nl": "Geslacht|gender|aanhef|aanspreking",
        "en": "Gender|sex|title prefix|prefix|salutation",
        "it": "Genere|sesso",
        "ar": "الجنس|النوع",
    },
    Field.PHONE: {
        "fr": "Téléphone|tél|gsm|portable|mobile|numéro de téléphone|téléphone portable|n° de téléphone"
        "|numéro de gsm|tel gsm|téléphone mobile|n° gsm|whatsapp|numéro de portable|numéro whatsapp",
        "nl": "Telefoon|telefoonnummer|gsm nummer|mobiel|mobiel nummer|gsm-nummer|tel nr|telefoonnr"
        "|06 nummer",
        "en": "Phone|phone number|telephone|cell phone|mobile phone|telephone number|mobile number|cell|tel"
        "|phone1|phone2|cellphone|contact number|work phone|home phone",
        "it": "Telefono|cellulare|numero di telefono|recapito telefonico|numero di cellulare|recapito",
        "ar": "الهاتف|رقم الهاتف|الجوال|رقم الجوال|الهاتف المحمول|رقم الهاتف النقال|الهاتف النقال|الموبايل",
    },
    Field.EMAIL: {
        "fr": "E-mail|mail|courriel|adresse e-mail|adresse mail|adresse de courriel|adresse électronique"
        "|adresse courriel|adresse email|e-mail du participant|mél",
        "nl": "E-mailadres|e-mail adres|mailadres|emailadres|e-mail deelnemer",
        "en": "Email|email address|attendee email|e-mail address|mail address|contact email"
        "|participant email",
        "it": "Posta elettronica|indirizzo email|indirizzo e-mail|e-mail partecipante|indirizzo mail",
        "ar": "البريد الإلكتروني|عنوان البريد الإلكتروني|الإيميل|بريد إلكتروني|البريد الالكتروني",
    },
    Field.LANGUAGE: {
        "fr": "Langue|langue des documents|langue de contact|langue préférée",
        "nl": "Taal|voorkeurstaal|contacttaal",
        "en": "Language|preferred language|order locale|lang|locale",
        "it": "Lingua|lingua preferita",
        "ar": "اللغة|اللغة المفضلة",
    },
    Field.STREET: {
        "fr": "Rue et numéro|rue|adresse|adresse postale|domicile|adresse du domicile|rue n°"
        "|adresse complète",
        "nl": "Straat en nummer|straat|adres|straat en huisnummer|straat nr|woonadres|straat nummer",
        "en": "Street|address|home address 1|address line 1|street address|home address|address 1"
        "|postal address",
        "it": "Via e numero|via|indirizzo|residenza|indirizzo di residenza|via e numero civico",
        "ar": "الشارع|العنوان|عنوان السكن|عنوان الإقامة",
    },
    Field.POSTCODE: {
        "fr": "Code postal|cp|c p",
        "nl": "Postcode|postnummer",
        "en": "Postal code|zip code|zip|home zip|post code|zipcode",
        "it": "CAP|codice postale",
        "ar": "الرمز البريدي",
    },
    Field.MUNICIPALITY: {
        "fr": "Commune|ville|localité|ville de résidence|commune de résidence",
        "nl": "Gemeente|woonplaats|stad|plaats",
        "en": "Municipality|city|town|home city|city/town",
        "it": "Comune|città|comune di residenza|località",
        "ar": "المدينة|البلدية|الجماعة|مدينة الإقامة",
    },
    Field.COUNTRY: {
        "fr": "Pays|pays de résidence",
        "nl": "Land|land van verblijf",
        "en": "Country|home country|country of residence",
        "it": "Paese|nazione|stato di residenza",
        "ar": "البلد|الدولة|بلد الإقامة",
    },
    Field.NATIONAL_NUMBER: {
        "fr": "Numéro national|niss|registre national|n° national|numéro de registre national|cin|n° cin"
        "|numéro niss|n° registre national",
        "nl": "Rijksregisternummer|insz|rrn|bsn|burgerservicenummer|rijksregister nr|insz nummer",
        "en": "National number|national id|national insurance number|ssn|national register number",
        "it": "Codice fiscale|cf|c f",
        "ar": "الرقم الوطني|رقم البطاقة الوطنية|رقم بطاقة التعريف|بطاقة التعريف الوطنية",
    },
    Field.EMERGENCY_CONTACT: {
        "fr": "Personne à prévenir|contact d’urgence|personne de contact"
        "|personne à contacter en cas d’urgence"
        "|en cas d’urgence|contact urgence",
        "nl": "Contactpersoon bij nood|noodcontact|contactpersoon|contact bij nood|ice contact",
        "en": "Emergency contact|emergency contact name|in case of emergency|next of kin",
        "it": "Contatto di emergenza|persona da avvisare|contatto emergenza|in caso di emergenza",
        "ar": "جهة اتصال الطوارئ|شخص للاتصال به في الطوارئ|الاتصال في حالة الطوارئ",
    },
    Field.EMERGENCY_PHONE: {
        "fr": "Téléphone d’urgence|numéro d’urgence|tél urgence|téléphone de la personne à prévenir"
        "|téléphone en cas d’urgence|gsm urgence",
        "nl": "Noodnummer|telefoon bij nood|telefoon noodcontact",
        "en": "Emergency phone|emergency number|emergency contact phone|emergency contact number",
        "it": "Telefono di emergenza|numero di emergenza|telefono emergenza",
        "ar": "هاتف الطوارئ|رقم الطوارئ",
    },
    Field.NOTE: {
        "fr": "Remarque|remarques|note|notes|commentaire|commentaires|observations|observation",
        "nl": "Opmerking|opmerkingen|nota|notities|commentaar",
        "en": "Remark|remarks|comment|comments|order comment",
        "it": "Nota|osservazioni|commenti|commento|annotazioni",
        "ar": "ملاحظة|ملاحظات|تعليق",
    },
    Field.LABOUR_STATUS: {
        "fr": "Statut à l’entrée|situation professionnelle|statut socioprofessionnel|statut professionnel"
        "|situation|statut social|statut d’emploi",
        "nl": "Arbeidsstatuut|arbeidssituatie|werksituatie|socio-economische situatie|statuut",
        "en": "Labour status|employment status|professional status|work situation|occupation status",
        "it": "Condizione occupazionale|stato occupazionale|situazione lavorativa|condizione lavorativa",
        "ar": "الوضعية المهنية|الحالة المهنية|الوضع الوظيفي",
    },
    Field.REGISTERED_AT: {
        "fr": "Inscrit auprès de|inscrit chez|organisme d’inscription|inscription actiris|service de l’emploi"
        "|inscrit à|es-tu inscrit chez actiris|êtes-vous inscrit chez actiris|numéro actiris|n° actiris",
        "nl": "Ingeschreven bij|ingeschreven bij vdab|arbeidsbemiddeling|inschrijving vdab",
        "en": "Registered with|registered at|employment service|job centre",
        "it": "Iscritto presso|centro per l’impiego|iscritto al centro per l’impiego|cpi",
        "ar": "مسجل لدى|مصلحة التشغيل|وكالة التشغيل",
    },
    Field.SCHOOLING: {
        "fr": "Niveau d’études|niveau d’étude|scolarité|niveau scolaire|formation initiale"
        "|diplôme le plus élevé",
        "nl": "Opleidingsniveau|scholingsniveau|hoogste diploma|studieniveau",
        "en": "Schooling|education|education level|level of education|highest education",
        "it": "Titolo di studio|istruzione|livello di istruzione|scolarità",
        "ar": "المستوى الدراسي|المستوى التعليمي|المؤهل العلمي",
    },
    Field.PRESCRIBER: {
        "fr": "Prescripteur|envoyé par|orienté par|référent|organisme prescripteur",
        "nl": "Doorverwijzer|doorverwezen door|verwijzer",
        "en": "Prescriber|referred by|referral|referrer",
        "it": "Inviante|inviato da|ente inviante|segnalato da",
        "ar": "الجهة الموجهة|موجه من|الجهة المحيلة",
    },
    Field.CONTRACT: {
        "fr": "Contrat|référence du contrat|f70|f70bis|n° de contrat|numéro de contrat",
        "nl": "Contract|contractnummer|overeenkomst",
        "en": "Contract reference|contract number|contract ref",
        "it": "Contratto|numero contratto|patto formativo",
        "ar": "العقد|رقم العقد|مرجع العقد",
    },
    Field.EMPLOYER: {
        "fr": "Employeur|entreprise|société|organisation|organisme",
        "nl": "Werkgever|bedrijf|organisatie|firma",
        "en": "Employer|company|organisation|organization|institution",
        "it": "Datore di lavoro|azienda|ente|impresa|ditta",
        "ar": "المشغل|الشركة|المؤسسة|جهة العمل",
    },
    Field.START_ON: {
        "fr": "Date d’entrée|entrée en formation|début de formation|date d’entrée en formation",
        "nl": "Instapdatum|datum instap|startdatum deelnemer",
        "en": "Entry date|joined on|date joined|enrolled on",
        "it": "Data di ingresso|data di inserimento|data di entrata",
        "ar": "تاريخ الالتحاق|تاريخ الدخول",
    },
    Field.REGISTRATION_STATUS: {
        "fr": "Statut de l’inscription|statut du participant|état de l’inscription|statut inscription",
        "nl": "Status van inschrijving|status deelnemer|inschrijvingsstatus",
        "en": "Registration status|attendee status|order status",
        "it": "Stato dell’iscrizione|stato partecipante|stato iscrizione",
        "ar": "حالة التسجيل|حالة المشارك",
    },
    Field.REGISTRATION_TIME: {
        "fr": "Inscrit le|horodateur|date d’inscription|date de commande|date de la commande",
        "nl": "Ingeschreven op|tijdstempel|inschrijvingsdatum|besteldatum|datum van inschrijving",
        "en": "Registered on|timestamp|order date|registration date|date of registration|submitted at"
        "|submission date|registration time",
        "it": "Iscritto il|informazioni cronologiche|data di iscrizione|data ordine|data dell’ordine",
        "ar": "تاريخ التسجيل|طابع زمني|الطابع الزمني|تاريخ الطلب",
    },
    Field.EXTERNAL_CODE: {
        "fr": "Code du billet|n° de billet|code-barres|numéro de billet|code de commande|n° de commande"
        "|numéro de commande|n° de participant|n° de code-barres",
        "nl": "Ticketcode|ticketnummer|barcode|bestelcode|bestelnummer|deelnemer nr",
        "en": "Ticket code|barcode #|barcode number|attendee #|ticket number|pseudonymization id|secret"
        "|order code|order #|order number|order id|ticket id|attendee id",
        "it": "Codice del biglietto|numero biglietto|codice a barre|codice ordine|numero ordine",
        "ar": "رمز التذكرة|رقم التذكرة|رقم الطلب|رمز الطلب",
    },
    Field.RECEIVED_AT: {
        "fr": "Candidature reçue le|date de candidature|date de la candidature|reçue le",
        "nl": "Kandidatuur ontvangen op|datum kandidatuur|datum van aanmelding",
        "en": "Application received on|application date|applied on",
        "it": "Candidatura ricevuta il|data della candidatura|data candidatura",
        "ar": "تاريخ استلام الطلب|تاريخ الترشح|تاريخ الترشيح",
    },
    Field.APPLICATION_STATUS: {
        "fr": "Statut de la candidature|état de la candidature|décision",
        "nl": "Status van de kandidatuur|status kandidatuur|beslissing",
        "en": "Application status|decision",
        "it": "Stato della candidatura|decisione|esito",
        "ar": "حالة الترشح|حالة طلب الالتحاق|القرار",
    },
    Field.CHANNEL: {
        "fr": "Voie de la candidature|canal",
        "nl": "Weg van de kandidatuur|kanaal",
        "en": "Way of applying|channel",
        "it": "Via della candidatura|canale",
        "ar": "طريقة التقديم|القناة",
    },
    Field.HEARD_OF: {
        "fr": "Connu par|comment avez-vous entendu parler de nous|comment as-tu entendu parler de nous"
        "|comment nous avez-vous connus|comment nous as-tu connus|source d’information"
        "|comment avez-vous entendu parler de molengeek|comment as-tu connu molengeek"
        "|comment as-tu entendu parler de molengeek|comment avez-vous connu molengeek",
        "nl": "Gehoord via|hoe heb je ons leren kennen|hoe heeft u ons leren kennen"
        "|hoe heb je over ons gehoord|hoe heb je molengeek leren kennen",
        "en": "Heard of us by|how did you hear about us|how did you find us|heard of"
        "|how did you hear about molengeek|source",
        "it": "Conosciuti tramite|come ci hai conosciuto|come ci ha conosciuto|come ci hai conosciuti",
        "ar": "عرفنا عن طريق|كيف سمعت عنا|كيف تعرفت علينا",
    },
    Field.MOTIVATION: {
        "fr": "Motivation|motivations|lettre de motivation|pourquoi cette formation|ta motivation"
        "|pourquoi veux-tu suivre cette formation|pourquoi souhaitez-vous suivre cette formation"
        "|pourquoi voulez-vous suivre cette formation|pourquoi souhaites-tu suivre cette formation"
        "|pourquoi veux-tu rejoindre molengeek|pourquoi souhaitez-vous rejoindre molengeek"
        "|pourquoi souhaitez-vous participer|pourquoi veux-tu participer"
        "|parlez-nous de votre motivation|parle-nous de ta motivation|pourquoi molengeek|pourquoi",
        "nl": "Motivatie|motivatiebrief|waarom wil je deze opleiding volgen|waarom deze opleiding"
        "|waarom wilt u deze opleiding volgen|waarom wil je deelnemen|waarom wil je bij molengeek"
        "|waarom wil je deelnemen aan deze opleiding|vertel ons over je motivatie|waarom",
        "en": "Motivation|motivation letter|why do you want to join|why do you want to join this training"
        "|why do you want to follow this training|why this training"
        "|why do you want to join molengeek|why do you want to participate|tell us about your motivation|why",
        "it": "Motivazione|motivazioni|lettera di motivazione|lettera motivazionale|perché questo corso"
        "|perché vuoi seguire questo corso|perché vuole seguire questo corso"
        "|perché vuoi partecipare|perché vuoi partecipare a questo corso|perché vuoi unirti a molengeek"
        "|perché",
        "ar": "الدافع|الحافز|رسالة التحفيز|لماذا تريد الالتحاق بهذا التكوين|لماذا هذا التكوين|دوافعك|لماذا",
    },
    Field.WISHED_LANGUAGE: {
        "fr": "Langue souhaitée|langue de formation|langue de la formation souhaitée"
        "|dans quelle langue souhaitez-vous suivre la formation"
        "|dans quelle langue veux-tu suivre la formation",
        "nl": "Gewenste taal|taal van de opleiding|in welke taal wil je de opleiding volgen",
        "en": "Wished language|language of the training|training language",
        "it": "Lingua desiderata|lingua del corso",
        "ar": "اللغة المرغوبة|لغة التكوين",
    },
    Field.AVAILABILITY: {
        "fr": "Disponibilités|disponibilité"
        "|quelles sont tes disponibilités|quelles sont vos disponibilités|quels jours es-tu disponible"
        "|quels jours êtes-vous disponible|quand êtes-vous disponible|quand es-tu disponible",
        "nl": "Beschikbaarheid|wanneer ben je beschikbaar|wanneer bent u beschikbaar"
        "|welke dagen ben je beschikbaar",
        "en": "Availability|when are you available"
        "|what days are you available|which days are you available|available from",
        "it": "Disponibilità|quando sei disponibile"
        "|quali giorni sei disponibile|in quali giorni sei disponibile",
        "ar": "التوفر|متى تكون متاحا|أوقات التفرغ",
    },
    Field.SCHOOLING_LEVEL: {
        "fr": "Niveau CITE|niveau de diplôme|dernier diplôme|dernier diplôme obtenu",
        "nl": "ISCED-niveau|laatste diploma|hoogst behaalde diploma",
        "en": "ISCED level|highest diploma|last diploma",
        "it": "Livello ISCED|ultimo titolo di studio",
        "ar": "مستوى إسكد|آخر شهادة",
    },
    Field.CODE: {
        "fr": "Code|code de la promotion|code de l’événement|référence",
        "nl": "Code|groepscode|evenementcode|referentie",
        "en": "Code|cohort code|event code|reference",
        "it": "Codice|codice edizione|codice evento|riferimento",
        "ar": "الرمز|رمز الفوج|رمز الحدث|المرجع",
    },
    Field.TRAINING: {
        "fr": "Formation|intitulé de la formation|cours|formation souhaitée|formation choisie"
        "|quelle formation vous intéresse|quelle formation t’intéresse|à quelle formation postules-tu"
        "|quelle formation|quel cours",
        "nl": "Opleiding|naam opleiding|cursus|gewenste opleiding|welke opleiding interesseert je"
        "|welke opleiding",
        "en": "Training|course|training title|which training are you interested in|desired training"
        "|which training|which course",
        "it": "Corso|denominazione corso|formazione|quale corso|quale formazione",
        "ar": "التكوين|الدورة|التدريب|أي تكوين|أي دورة|أي تدريب",
    },
    Field.TITLE: {
        "fr": "Titre|événement|intitulé",
        "nl": "Titel|evenement",
        "en": "Title|event|event name",
        "it": "Titolo|evento",
        "ar": "العنوان الرئيسي|الحدث|اسم الحدث",
    },
    Field.CAMPUS: {
        "fr": "Campus|site|antenne",
        "nl": "Campus|vestiging",
        "en": "Campus|site|location",
        "it": "Sede|campus",
        "ar": "الموقع|الحرم|المركز",
    },
    Field.ROOM: {
        "fr": "Salle|local",
        "nl": "Lokaal|zaal",
        "en": "Room",
        "it": "Aula|sala",
        "ar": "القاعة",
    },
    Field.FIRST_DAY: {
        "fr": "Premier jour|date de début|début|du",
        "nl": "Eerste dag|begindatum|startdatum|begin|van",
        "en": "First day|start date|from",
        "it": "Primo giorno|data di inizio|inizio|dal",
        "ar": "اليوم الأول|تاريخ البداية",
    },
    Field.LAST_DAY: {
        "fr": "Dernier jour|date de fin|fin|au",
        "nl": "Laatste dag|einddatum|einde|tot",
        "en": "Last day|end date|until|to",
        "it": "Ultimo giorno|data di fine|fine|al",
        "ar": "اليوم الأخير|تاريخ النهاية",
    },
    Field.STARTS_AT: {
        "fr": "Commence à|heure de début",
        "nl": "Begint om|beginuur",
        "en": "Starts at|start time|start",
        "it": "Inizia alle|ora di inizio",
        "ar": "يبدأ في|وقت البداية",
    },
    Field.ENDS_AT: {
        "fr": "Finit à|heure de fin",
        "nl": "Eindigt om|einduur",
        "en": "Ends at|end time|end",
        "it": "Finisce alle|ora di fine",
        "ar": "ينتهي في|وقت النهاية",
    },
    Field.CAPACITY: {
        "fr": "Places|capacité|nombre de places",
        "nl": "Plaatsen|capaciteit|aantal plaatsen",
        "en": "Places|capacity|seats",
        "it": "Posti|capienza",
        "ar": "المقاعد|السعة|عدد المقاعد",
    },
    Field.STATUS: {
        "fr": "Statut|état",
        "nl": "Status|toestand",
        "en": "Status|state",
        "it": "Stato",
        "ar": "الحالة",
    },
    Field.DESCRIPTION: {
        "fr": "Description",
        "nl": "Beschrijving|omschrijving",
        "en": "Description",
        "it": "Descrizione",
        "ar": "الوصف",
    },
}

# Neighbours' words, for lists that come from a partner: German, Spanish, Portuguese, Turkish.
NEIGHBOURS: Final[dict[Field, str]] = {
    Field.SURNAME: "nachname|familienname|apellido|apellidos|sobrenome|apelido|soyad|soyadı",
    Field.FIRST_NAME: "vorname|nombre|nome próprio|ad|adı",
    Field.FULL_NAME: "nombre completo|nombre y apellidos|vollständiger name|nome completo|ad soyad",
    Field.BIRTH_DATE: "geburtsdatum|fecha de nacimiento|data de nascimento|doğum tarihi",
    Field.PHONE: "telefonnummer|handy|teléfono|móvil|telefone|telemóvel|telefon",
    Field.EMAIL: "e-mail-adresse|correo electrónico|correo|e-posta",
    Field.REGISTRATION_TIME: "zeitstempel|marca temporal|carimbo de data/hora|zaman damgası",
}

# Words around a heading that change nothing: "Quel est votre prénom ? *", "Uw e-mailadres (verplicht)".
FILLERS: Final = frozenset(
    _listed(
        "votre vos ton ta tes uw je jouw your my il la le les l el tuo tua suo sua quel quelle est sont "
        "what is are wat qual e geef please enter type svp veuillez indiquer indiquez entrez "
        "obligatoire required verplicht obbligatorio facultatif optional optioneel facoltativo de d the "
        "personnel personnelle personal personale perso ما هو هي"
    )
)
# A heading that speaks of somebody or something else is not the person's own.
STRANGERS: Final = frozenset(
    _listed(
        "employeur werkgever employer azienda entreprise bedrijf company parent parents mere pere mother "
        "father madre padre tuteur voogd guardian urgence nood emergency emergenza contact invoice factuur "
        "facture event evenement ecole school scuola formateur trainer docente buyer acheteur koper seat "
        "payer campus product produit ticket accompagnant user utilisateur gebruiker file fichier"
    )
)
# Single words that are a field wherever they stand in a heading.
STRONG: Final = frozenset(
    _listed(
        "prenom prenoms voornaam voornamen achternaam familienaam surname lastname firstname cognome "
        "email courriel mail telephone telefoon telefoonnummer telefono phone gsm portable mobile cellulare "
        "naissance geboortedatum birthdate birthday dob nascita geboorteplaats adresse address adres "
        "indirizzo postcode zip nationalite commune gemeente ville city citta comune woonplaats "
        "rijksregisternummer niss insz matricule geslacht gender genre sexe sesso هاتف جوال بريد ميلاد "
        "ازدياد horodateur timestamp tijdstempel motivation motivatie motivazione pourquoi waarom why "
        "perche لماذا"
    )
)
