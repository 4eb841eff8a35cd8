"""Between the core's values and what an editor works on, in both directions and without loss.

What may live here: conversion. No saving, no check of what is written.
"""
