#!/bin/sh
# Makes a 3D model, Whole-heart-virtual.cms, from virtual patients alone; it never learns from a real image. It is less
# accurate on real CT than Heart-virtual (docs/explanation/results.md), and does not ship.
# About two hours of two cores: one trains, the other draws.
#
#   Resources/shipped_model/whole_heart.sh ANATOMIES WORK
#
# ANATOMIES holds heart_s00.nii.gz .. heart_s11.nii.gz, label volumes of real hearts (Rodero et al. 2021, CC BY 4.0) in
# the form that phantoms/anatomies.py describes. WORK is a folder for all else.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
anatomies=$(cd "$1" && pwd)
mkdir -p "$2"
cd "$2"
export OMP_NUM_THREADS=1

# Three quarters of the maps hold these hearts, bent and stretched; the others parametric ones.
crossmodalityseg maps maps --count 60 --seed 0 --anatomies "$anatomies"
python "$here/whole_heart.py" begin begin.cms
whole="--size whole-heart --data maps --modality any --set preprocessing.spacing_mm=2 --set preprocessing.size_px=96
    --set preprocessing.depth_px=96"
# The learning rate fell as if there were 2900 steps up to step 1005, and from there on so that it ended at 2250.
crossmodalityseg train --initial begin.cms --out trained.cms $whole --set steps=2250
python "$here/whole_heart.py" ship trained.cms Whole-heart-virtual.cms
