"""English words of medicine: drugs, tests and examinations, and the names of illnesses.

How terms are written: see `policy.labelling.terms`.
"""

from __future__ import annotations

from typing import Final

from policy.labelling.terms import words

MEDICINE: Final = words("""
    diagnos*, pain relief, ibuprofen, paracetamol, tylenol, advil, aspirin, codeine, tramadol,
    morphine, oxycod*, naproxen, co codamol, inhaler, nebuli*, epipen, antidepressant, ssri>,
    sertraline, prozac, fluoxetine, zoloft, citalopram, escitalopram, lexapro, venlafaxine,
    effexor, wellbutrin, bupropion, mirtazapine, amitriptyline, duloxetine, cymbalta,
    gabapentin, pregabalin, lyrica, xanax, valium, diazepam, lorazepam, ativan, clonazepam,
    klonopin, zopiclone, ambien, melatonin, sleeping pill, sleeping tablet, lithium,
    lamotrigine, lamictal, quetiapine, seroquel, olanzapine, abilify, risperid*, ritalin,
    adderall, vyvanse, elvanse, concerta, methylphenidate, strattera, metformin, statin,
    atorvastatin, warfarin, blood thinner, apixaban, eliquis, beta blocker, propranolol,
    bisoprolol, ramipril, lisinopril, amlodipine, losartan, omeprazole, lansoprazole, gaviscon,
    ozempic, wegovy, mounjaro, semaglutide, weight loss jab, levothyroxine, methotrexate,
    humira, prednis*, cortisone, steroid, steroid cream, antihistamine, cetirizine, loratadine,
    benadryl, piriton, amoxicillin, penicillin, doxycycline, tamoxifen, letrozole, accutane,
    roaccutane, finasteride, minoxidil, laxative, imodium, salbutamol, ventolin, albuterol,
    methadone, suboxone, naltrexone, nicotine patch, hrt>, oestrogen, progesterone, clomid,
    folic acid, iron tablet, b12, iron supplement, vitamin d deficien*, medication, meds,
    @tablets, @pills, @medicine, repeat prescription, pharmacist, side effect,

    blood test, blood pressure, blood sugar, cholesterol, x ray, xray, mri>, ct scan, pet scan,
    ecg>, ekg>, ultrasound, biopsy, blood work, bloodwork, test results, scan results,
    blood results, lab results, results came back, results are back, mammogram, colonoscopy,
    endoscopy, colposcopy, smear test, pap smear, smear, prostate, testicular, psa>,
    bone density, a1c, hba1c, glucose, sugar levels, ferritin, bmi>, second opinion, all clear,
    scan is on, scan tomorrow, had a scan, got a scan, week scan, @scan, @biopsy, @bloods,
    mole checked, checkup, check up with, medical records, medical history,

    tumour, tumor, leukaemia, leukemia, lymphoma, melanoma, carcinoma, chemo*, radiotherapy,
    remission, metasta*, palliative, terminal illness, terminally ill, benign, malignant,
    stage four, stage 4, stage three, stage 3, months to live, life support, diabet*,
    prediabet*, asthma*, arthritis, osteopor*, eczema, psoriasis, acne, rosacea, epilep*,
    migraine, anaphyla*, intoleran*, coeliac, celiac, hay fever, hayfever, long covid,
    pneumonia, bronchitis, copd>, tonsil*, sinusitis, laryngitis, strep throat,
    glandular fever, mono>, norovirus, meningitis, sepsis, food poisoning, stomach bug,
    tummy bug, measles, mumps, chickenpox, chicken pox, shingles, whooping cough,
    scarlet fever, hand foot and mouth, impetigo, ringworm, scabies, head lice, nits>,
    conjunctivitis, pink eye, stye, verruca, athlete's foot, ingrown, uti>, cystitis, thrush,
    kidney stone, gallstone*, gallbladder, appendi*, hernia, haemorrhoid*, hemorrhoid*, ibs>,
    crohn*, colitis, diverticul*, reflux, heartburn, indigestion, gout, cirrhosis, hepatitis,
    thyroid, hypertens*, anaemi*, anemi*, pcos>, endometriosis, fibroid, fibromyalgia,
    chronic fatigue, chronic pain, lupus, multiple sclerosis, diagnosed with ms>, has ms>,
    motor neurone, als>, parkinson*, dementia, alzheimer*, tia>, aneurysm, heart attack,
    heart condition, heart disease, heart failure, heart murmur, atrial fib*, afib>, angina,
    arrhythmia, pacemaker, stent, bypass surgery, blood clot, dvt>, varicose, fractur*,
    sprain*, slipped disc, sciatica, scoliosis, whiplash, carpal tunnel, tendon*, rotator cuff,
    plantar fasc*, hamstring, meniscus, torn acl, tennis elbow, rsi>, tinnitus, vertigo,
    hearing loss, hearing aid, cochlear, going blind, registered blind, cataract, glaucoma,
    macular, laser eye, eye infection, ear infection, earache, sleep apnea, sleep apnoea,
    cpap>, narcolep*, insomnia, restless legs, hiv>, herpes, chlamydia, gonorrh*, syphilis,
    hpv>, sickle cell, cystic fibrosis, muscular dystrophy, cerebral palsy, down's syndrome,
    down syndrome, spina bifida, autoimmune, immune system, immunocompromised, deficien*,
    prosthe*, crutches, walking stick, zimmer, blue badge, stoma, catheter, colostomy,
    dialysis, transfusion, blood donor, donated blood, donate blood, giving blood, kidney donor
""")
